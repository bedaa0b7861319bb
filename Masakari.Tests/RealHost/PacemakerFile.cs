using System.Xml.Linq;
using Masakari.Core.Commands;
using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Pacemaker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.RealHost;

/// <summary>
/// A CIB in a file, which pacemaker's own tools show as if it were that of a running cluster. Node node1 is this host; the others are
/// what the
/// test writes.
/// </summary>
internal sealed class PacemakerFile : IDisposable
{
    private readonly XElement cib = XElement.Parse("""
        <cib crm_feature_set="3.16.2" validate-with="pacemaker-3.9" epoch="10" num_updates="1" admin_epoch="0" have-quorum="1" dc-uuid="1">
          <configuration>
            <crm_config><cluster_property_set id="cib-bootstrap-options">
              <nvpair id="o1" name="stonith-enabled" value="false"/>
              <nvpair id="o2" name="dc-version" value="2.1.5-a3f44794f94"/>
              <nvpair id="o3" name="cluster-infrastructure" value="corosync"/>
            </cluster_property_set></crm_config>
            <nodes><node id="1" uname="node1"/></nodes><resources/><constraints/>
          </configuration>
          <status><node_state id="1" uname="node1" in_ccm="true" crmd="online" join="member" expected="member"/></status>
        </cib>
        """);

    public PacemakerFile()
    {
        Tool("cibadmin", "exec /usr/sbin/cibadmin \"$@\"");
        Tool("crm_mon", "exec /usr/sbin/crm_mon \"$@\"");
        Tool("crm_node", "echo node1");
        Tool("crmadmin", "echo 'Controller on node1 in state S_IDLE: ok'");
        Tool("systemctl", "printf 'active\\nactive\\ninactive\\n'");
        Tool("corosync-quorumtool", "echo 'Quorate:          Yes'");
        Save();
    }

    /// <summary>The folder of the tools, to be put before the PATH.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("masakari-cib-").FullName;

    public ICluster Cluster() => Cluster(new PacemakerOptions());

    public ICluster Cluster(PacemakerOptions options) => new PacemakerCluster(
        new ClusterTools(new CommandRunner(TimeProvider.System), TimeSpan.FromSeconds(30), Folder), options, TimeProvider.System,
        NullLogger<PacemakerCluster>.Instance);

    /// <summary>A full member.</summary>
    /// <param name="number">2 for node2.</param>
    /// <param name="state">The attributes of its state.</param>
    /// <param name="name">Its name, if not node2.</param>
    public PacemakerFile Member(int number, string state, string? name = null)
    {
        name ??= $"node{number}";
        var nodes = cib.Element("configuration")!.Element("nodes")!;
        if (!nodes.Elements().Any(node => (string?)node.Attribute("uname") == name))
            nodes.Add(new XElement("node", new XAttribute("id", number), new XAttribute("uname", name)));
        Replace(name, XElement.Parse($"""<node_state id="{number}" uname="{name}" {state}/>"""));
        return this;
    }

    /// <summary>An operator sets a node to standby or maintenance; null takes it back.</summary>
    public PacemakerFile Set(string name, string attribute, string? value)
    {
        var node = cib.Element("configuration")!.Element("nodes")!.Elements().Single(one => (string?)one.Attribute("uname") == name);
        node.RemoveNodes();
        if (value is not null)
        {
            var pair = $"""<nvpair id="v" name="{attribute}" value="{value}"/>""";
            node.Add(XElement.Parse($"""<instance_attributes id="n">{pair}</instance_attributes>"""));
        }

        Save();
        return this;
    }

    public PacemakerFile Quorum(string value)
    {
        cib.SetAttributeValue("have-quorum", value);
        Save();
        return this;
    }

    /// <summary>A resource of the configuration.</summary>
    public PacemakerFile Resource(string xml)
    {
        cib.Element("configuration")!.Element("resources")!.Add(XElement.Parse(xml));
        Save();
        return this;
    }

    /// <summary>A state of a node, as XML.</summary>
    public PacemakerFile State(string name, string xml)
    {
        Replace(name, XElement.Parse(xml));
        return this;
    }

    /// <summary>A program that the monitor finds before that of the system.</summary>
    public void Tool(string name, string command)
    {
        var file = Path.Combine(Folder, name);
        File.WriteAllText(file, $"#!/bin/sh\nCIB_file={Folder}/cib.xml; export CIB_file\n{command}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Replace(string name, XElement state)
    {
        var status = cib.Element("status")!;
        status.Elements().Where(one => (string?)one.Attribute("uname") == name).Remove();
        status.Add(state);
        Save();
    }

    private void Save()
    {
        var file = Path.Combine(Folder, "cib.xml");
        cib.Save(file + ".new");
        File.Move(file + ".new", file, overwrite: true);
    }
}
