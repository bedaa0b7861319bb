using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Pacemaker;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>A pacemaker cluster whose tools answer as the test says. At first everything is well.</summary>
internal abstract class PacemakerTestBase : IDisposable
{
    protected const string Quorate = """<current_dc present="true" name="node1" id="1" with_quorum="true"/>""";
    protected const string NewMonitor = "crm_mon --output-as=xml";
    protected const string OldMonitor = "crm_mon --as-xml";

    protected FakeTools Tools { get; } = new();

    protected FakeLogCollector Log { get; } = new();

    protected FakeClock Clock { get; } = new();

    protected PacemakerTestBase() => Tools
        .On("systemctl is-active", "active\nactive\ninactive\n", code: 3)
        .On("crm_node --name", "node1\n")
        .On("crmadmin -S node1", "Controller on node1 in state S_IDLE: ok\n")
        .On("corosync-quorumtool -s", "Quorum information\nQuorate:          Yes\n")
        .On("cibadmin --query", Cib())
        .On(NewMonitor, Monitor());

    public void Dispose() => Tools.Dispose();

    protected Task<ClusterView> LookAsync(PacemakerOptions? options = null) => Cluster(options ?? new PacemakerOptions()).LookAsync(default);

    protected PacemakerCluster Cluster(PacemakerOptions options) => new(Tools.Tools, options, Clock, new FakeLogger<PacemakerCluster>(Log));

    protected static string Cib(string states = "", string quorum = "1", string nodes = "", string resources = "") => $"""
        <cib have-quorum="{quorum}" dc-uuid="1"><configuration><nodes><node id="1" uname="node1"/>{nodes}</nodes>
        <resources>{resources}</resources></configuration><status>{states}</status></cib>
        """;

    protected static string Monitor(
        string form = NewMonitor, string history = "", string nodes = "", string rest = "", string dc = Quorate)
    {
        var body = $"<summary>{dc}</summary><nodes>{nodes}</nodes>{rest}{history}";
        return form == OldMonitor
            ? $"""<?xml version="1.0"?><crm_mon version="2.1.5">{body}</crm_mon>"""
            : $"""<pacemaker-result api-version="2.25" request="crm_mon">{body}<status code="0" message="OK"/></pacemaker-result>""";
    }
}
