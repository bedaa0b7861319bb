using System.Xml.Linq;

namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>What <c>cibadmin --query</c> says.</summary>
internal sealed record Cib
{
    /// <summary>Whether this part of the cluster may decide; <see langword="null"/> = the CIB does not say.</summary>
    public bool? HasQuorum { get; init; }

    /// <summary>Whether the cluster fences lost nodes; it does unless it is told not to.</summary>
    public bool IsFencing { get; init; }

    /// <summary>All nodes with a state.</summary>
    public required IReadOnlyList<CibNode> Nodes { get; init; }

    /// <summary>Where fencing devices say how a host's power is asked.</summary>
    public required IReadOnlyList<IpmiDevice> Devices { get; init; }

    /// <exception cref="FormatException">The text is no CIB.</exception>
    public static Cib Parse(string text)
    {
        var cib = ClusterXml.Parse(text);
        if (cib.Name != "cib") throw new FormatException($"what it wrote begins with <{cib.Name}> instead of <cib>");
        var settings = cib.Elements("configuration").Elements("nodes").Elements("node")
            .GroupBy(node => node.Text("uname") ?? "").ToDictionary(node => node.Key, node => node.First());
        return new Cib
        {
            HasQuorum = cib.Flag("have-quorum"),
            IsFencing = cib.Elements("configuration").Elements("crm_config").Elements("cluster_property_set").Elements("nvpair")
                    .LastOrDefault(pair => pair.Text("name") == "stonith-enabled").Flag("value") != false
                && cib.Elements("configuration").Elements("resources").Descendants("primitive").Any(one => one.Text("class") == "stonith"),
            Nodes = [.. cib.Elements("status").Elements("node_state").Where(state => state.Text("uname") is not null)
                .Select(state => Node(state, settings.GetValueOrDefault(state.Text("uname")!)))],
            Devices = IpmiDevice.ReadAll(cib),
        };
    }

    private static CibNode Node(XElement state, XElement? settings)
    {
        var passing = state.Element("transient_attributes");
        return new CibNode
        {
            Name = state.Text("uname")!,
            IsRemote = state.Flag("remote_node") == true,
            Crmd = state.Flag("crmd"),
            IsInMembership = state.Flag("in_ccm"),
            IsExpectedDown = state.Text("expected") == "down",
            IsShuttingDown = passing.PairIsOn("shutdown"),
            WasFenced = state.Flag("node_fenced") == true,
            SetAside = CibNode.WaysToSetAside.FirstOrDefault(word => settings.PairIsOn(word) || passing.PairIsOn(word)),
        };
    }
}
