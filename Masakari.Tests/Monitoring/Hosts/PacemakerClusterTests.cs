using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Pacemaker;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>What the driver reads out of the answers of pacemaker's tools, in the words of several versions.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PacemakerClusterTests : IDisposable
{
    private const string Quorate = """<current_dc present="true" name="node1" id="1" with_quorum="true"/>""";
    private const string NewMonitor = "crm_mon --output-as=xml";
    private const string OldMonitor = "crm_mon --as-xml";

    private readonly FakeTools tools = new();
    private readonly FakeLogCollector log = new();
    private readonly FakeClock clock = new();

    public PacemakerClusterTests() => tools
        .On("systemctl is-active", "active\nactive\ninactive\n", code: 3)
        .On("crm_node --name", "node1\n")
        .On("crmadmin -S node1", "Controller on node1 in state S_IDLE: ok\n")
        .On("corosync-quorumtool -s", "Quorum information\nQuorate:          Yes\n")
        .On("cibadmin --query", Cib())
        .On(NewMonitor, Monitor());

    public void Dispose() => tools.Dispose();

    [TestCase("""crmd="online" in_ccm="true" join="member" expected="member" """, HostState.Online)]
    [TestCase("""crmd="1700000000" in_ccm="1700000000" join="member" expected="member" """, HostState.Online)]
    [TestCase("""crmd="online" """, HostState.Online)]
    [TestCase("""crmd="offline" in_ccm="false" join="member" expected="member" """, HostState.Failed)]
    [TestCase("""crmd="offline" in_ccm="false" join="down" expected="member" """, HostState.Failed)]
    [TestCase("""crmd="0" in_ccm="0" join="member" expected="member" """, HostState.Failed)]
    [TestCase("""crmd="offline" """, HostState.Failed)]
    [TestCase("""crmd="0" """, HostState.Failed)]
    [TestCase("""crmd="offline" in_ccm="false" join="down" expected="down" """, HostState.Planned)]
    [TestCase("""crmd="0" in_ccm="0" join="down" expected="down" """, HostState.Planned)]
    [TestCase("""crmd="offline" in_ccm="true" join="down" expected="down" """, HostState.Planned)]
    [TestCase("""crmd="offline" in_ccm="true" join="member" expected="member" """, HostState.Unknown)]
    [TestCase("""crmd="online" in_ccm="false" expected="member" """, HostState.Unknown)]
    [TestCase("""crmd="pending" in_ccm="true" """, HostState.Unknown)]
    [TestCase("""in_ccm="false" """, HostState.Unknown)]
    public async Task A_member_is_what_its_state_in_the_CIB_says(string attributes, HostState expected)
    {
        tools.On("cibadmin --query", Cib($"""<node_state id="2" uname="node2" {attributes}/>"""));

        Assert.That((await LookAsync()).Hosts["node2"].State, Is.EqualTo(expected));
    }

    [TestCase("standby")]
    [TestCase("maintenance")]
    public async Task A_member_that_an_operator_has_set_aside_does_not_fail(string word)
    {
        tools.On("cibadmin --query", Cib(
            """<node_state id="2" uname="node2" crmd="offline" in_ccm="false" expected="member"/>""",
            nodes: $"""
                <node id="2" uname="node2">
                  <instance_attributes id="a"><nvpair id="b" name="{word}" value="on"/></instance_attributes></node>
                """));

        Assert.That((await LookAsync()).Hosts["node2"], Is.EqualTo(new HostSight(
            HostState.Planned, $"it is offline, and an operator has set it to {word}")));
    }

    [Test]
    public async Task A_member_that_has_asked_to_be_shut_down_does_not_fail()
    {
        tools.On("cibadmin --query", Cib("""
            <node_state id="2" uname="node2" crmd="offline" in_ccm="false" expected="member"><transient_attributes id="2">
              <instance_attributes id="s"><nvpair id="t" name="shutdown" value="1700000000"/></instance_attributes>
            </transient_attributes></node_state>
            """));

        Assert.That((await LookAsync()).Hosts["node2"].State, Is.EqualTo(HostState.Planned));
    }

    [TestCase(NewMonitor)]
    [TestCase(OldMonitor)]
    public async Task A_fencing_that_succeeded_is_found_in_both_forms(string form)
    {
        tools.On(NewMonitor, "", code: 64, errors: "crm_mon: Unknown option --output-as").On(form, Monitor(form, """
            <fence_history status="0">
              <fence_event action="reboot" target="node2" status="success" completed="2026-11-29 10:00:00Z"/>
              <fence_event action="reboot" target="node2" status="failed" completed="2026-11-29 12:00:00Z"/>
              <fence_event action="off" target="node2" status="success" completed="2026-11-29 12:00:00 +01:00"/>
            </fence_history>
            """));
        tools.On("cibadmin --query", Cib("""<node_state id="2" uname="node2" crmd="offline" in_ccm="false" expected="down"/>"""));

        var sight = (await LookAsync()).Hosts["node2"];

        Assert.That(sight.State, Is.EqualTo(HostState.Planned));
        Assert.That(sight.FencedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 29, 11, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task Without_a_fencing_history_nobody_knows_whether_a_member_left_or_was_fenced()
    {
        tools.On(NewMonitor, Monitor(history: """<fence_history status="107"/>"""));
        tools.On("cibadmin --query", Cib("""<node_state id="2" uname="node2" crmd="offline" in_ccm="false" expected="down"/>"""));

        var view = await LookAsync();

        Assert.That(view.Hosts["node2"].State, Is.EqualTo(HostState.Unknown));
        Assert.That((view.Trouble, view.Gap), Is.EqualTo(((string?)null, "the fencing history cannot be read (status 107)")));
    }

    [TestCase("""online="true" unclean="false" """, "", "", HostState.Online)]
    [TestCase("""online="true" unclean="false" """, """<resource id="cn1" role="Starting"/>""", "", HostState.Unknown)]
    [TestCase("""online="true" unclean="false" """, """<resource id="cn1" role="Started" pending="Monitoring"/>""", "", HostState.Unknown)]
    [TestCase("""online="false" unclean="true" """, "", "", HostState.Failed)]
    [TestCase("""online="false" unclean="false" """, """<resource id="cn1" role="Stopped" failed="true"/>""", "", HostState.Failed)]
    [TestCase(
        """online="false" unclean="false" """, """<resource id="cn1" role="Stopped" target_role="Stopped"/>""", "", HostState.Planned)]
    [TestCase("""online="false" unclean="false" """, """<resource id="cn1" role="Stopped"/>""", "", HostState.Planned)]
    [TestCase("""online="false" unclean="false" """, "", "2026-11-29 12:00:00Z", HostState.Planned)]
    [TestCase("""online="false" unclean="false" standby="true" """, "", "", HostState.Planned)]
    [TestCase("""unclean="false" """, "", "", HostState.Unknown)]
    public async Task A_remote_node_is_what_its_connection_says(string attributes, string resource, string failedAt, HostState expected)
    {
        var failures = failedAt.Length == 0 ? "" : $"""
            <failures><failure op_key="cn1_monitor_30000" node="node1" last-rc-change="{failedAt}"/></failures>
            """;
        tools.On(NewMonitor, Monitor(
            nodes: $"""<node name="cn1" id="cn1" type="remote" {attributes}/>""", rest: $"<resources>{resource}</resources>{failures}"));

        var sight = (await LookAsync(new PacemakerOptions { OnlyRemotes = true })).Hosts["cn1"];

        Assert.That(sight.State, Is.EqualTo(expected));
        Assert.That(sight.CrashedAt is not null, Is.EqualTo(failedAt.Length > 0));
    }

    [Test]
    public async Task Judges_only_remotes_when_it_is_told_to()
    {
        const string Remote = """<node name="cn1" id="cn1" type="remote" online="true"/>""";
        tools.On(NewMonitor, Monitor(nodes: Remote)).On("cibadmin --query", Cib("""
            <node_state id="2" uname="node2" crmd="offline"/><node_state remote_node="true" id="cn1" uname="cn1" in_ccm="true"/>
            """));

        Assert.That((await LookAsync(new PacemakerOptions { OnlyRemotes = true })).Hosts.Keys, Is.EqualTo(["cn1"]));
        Assert.That((await LookAsync()).Hosts.Keys.Order(), Is.EqualTo(["cn1", "node2"]));
    }

    [Test]
    public async Task A_fenced_remote_node_says_so()
    {
        tools.On(NewMonitor, Monitor(
            nodes: """<node name="cn1" id="cn1" type="remote" online="false"/>""",
            history: """
                <fence_history status="0">
                  <fence_event action="off" target="cn1" status="success" completed="2026-11-29 12:00:00Z"/></fence_history>
                """));
        tools.On("cibadmin --query", Cib("""<node_state remote_node="true" id="cn1" uname="cn1" in_ccm="false" node_fenced="true"/>"""));

        Assert.That((await LookAsync()).Hosts["cn1"].FencedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task Without_quorum_it_must_be_silent()
    {
        tools.On("cibadmin --query", Cib(quorum: "0"));
        Assert.That((await LookAsync()).MustBeSilent, Is.True);

        tools.On("cibadmin --query", Cib()).On(NewMonitor, Monitor(dc: """<current_dc present="false"/>"""));
        Assert.That((await LookAsync()).MustBeSilent, Is.True);

        tools.On(NewMonitor, Monitor()).On("corosync-quorumtool -s", "Quorate:          No\n", code: 1);
        Assert.That((await LookAsync()).MustBeSilent, Is.True);

        tools.On("corosync-quorumtool -s", "", code: 1, errors: "Cannot initialize QUORUM service");
        Assert.That((await LookAsync()).Trouble, Is.Null);
    }

    [TestCase("S_IDLE", true)]
    [TestCase("S_NOT_DC", true)]
    [TestCase("S_TRANSITION_ENGINE", true)]
    [TestCase("S_ELECTION", false)]
    [TestCase("S_PENDING", false)]
    [TestCase("S_STOPPING", false)]
    public async Task Only_a_settled_member_judges(string state, bool judges)
    {
        tools.On("crmadmin -S node1", $"Status of crmd@node1: {state} (ok)\n");

        var view = await LookAsync();

        Assert.That((view.Trouble is null, view.MustBeSilent), Is.EqualTo((judges, !judges)));
    }

    [Test]
    public async Task Tools_that_fail_make_it_blind_in_their_words()
    {
        tools.On("cibadmin --query", "", code: 102, errors: "Could not connect to the CIB: Transport endpoint is not connected");

        var view = await LookAsync();

        Assert.That(view.MustBeSilent, Is.False);
        Assert.That(view.Trouble, Is.EqualTo(
            "`cibadmin --query` failed: exit code 102: Could not connect to the CIB: Transport endpoint is not connected"));
    }

    [Test]
    public async Task Warnings_on_standard_error_are_no_failure()
    {
        tools.On("cibadmin --query", Cib("""<node_state id="2" uname="node2" crmd="online"/>"""), errors: "warning: deprecated");

        Assert.That((await LookAsync()).Hosts["node2"].State, Is.EqualTo(HostState.Online));
    }

    [TestCase(
        "inactive\ninactive\ninactive\n", null,
        "corosync is inactive, pacemaker is inactive and pacemaker_remote is inactive on this host")]
    [TestCase("active\nfailed\ninactive\n", NodeType.Cluster, "corosync is active and pacemaker is failed on this host")]
    [TestCase("inactive\ninactive\nfailed\n", NodeType.Remote, "pacemaker_remote is failed on this host")]
    [TestCase("inactive\ninactive\nactive\n", null, null)]
    [TestCase("System has not been booted with systemd\n", null, null)]
    public async Task Says_which_service_does_not_run(string units, object? type, string? trouble)
    {
        tools.On("systemctl is-active", units, code: 3);

        Assert.That((await LookAsync(new PacemakerOptions { NodeType = (NodeType?)type })).Trouble, Is.EqualTo(trouble));
    }

    [Test]
    public async Task A_remote_node_does_not_ask_for_a_coordinator_of_its_own()
    {
        tools.On("systemctl is-active", "inactive\ninactive\nactive\n").On("crmadmin", "", code: 102);

        Assert.That((await LookAsync()).Trouble, Is.Null);
        Assert.That(tools.Lines, Has.None.StartWith("crmadmin"));
    }

    [TestCase("external/ipmi", "hostname=node2 ipaddr=10.0.0.2 userid=admin passwd=top-secret interface=lanplus", true)]
    [TestCase("fence_ipmilan", "pcmk_host_list=node2 ip=10.0.0.2 username=admin password=top-secret lanplus=1", true)]
    [TestCase("fence_ipmilan", "pcmk_host_map=node2:1 ipaddr=10.0.0.2 login=admin passwd=top-secret lanplus=true", false)]
    public async Task Asks_the_controller_that_a_fencing_device_names_and_shows_its_password_to_nobody(
        string type, string pairs, bool isInGroup)
    {
        var values = string.Concat(pairs.Split(' ').Select(pair => pair.Split('='))
            .Select(pair => $"<nvpair id=\"{pair[0]}\" name=\"{pair[0]}\" value=\"{pair[1]}\"/>"));
        var device = $"""
            <primitive id="ipmi2" class="stonith" type="{type}"><instance_attributes id="i">{values}</instance_attributes></primitive>
            """;
        tools.On("cibadmin --query", Cib(resources: isInGroup ? $"<group id=\"g\">{device}</group>" : device))
            .On("ipmitool", "", code: 1, errors: "Authentication with top-secret failed");
        var cluster = Cluster(new PacemakerOptions());
        await cluster.LookAsync(default);

        var trouble = await cluster.AskPowerAsync("node2", default);
        tools.On("ipmitool", "Chassis Power is off\n");
        var off = await cluster.AskPowerAsync("node2", default);
        tools.On("ipmitool", "Chassis Power is on\n");
        var on = await cluster.AskPowerAsync("node2", default);

        Assert.That((trouble.IsOff, off.IsOff, on.IsOff), Is.EqualTo(((bool?)null, (bool?)true, (bool?)false)));
        Assert.That(trouble.Words + off.Words + on.Words, Does.Not.Contain("top-secret"));
        Assert.That(tools.Lines.Last(), Is.EqualTo("ipmitool -I lanplus -H 10.0.0.2 -U admin -E power status"));
        Assert.That(tools.Calls[^1].Environment["IPMI_PASSWORD"], Is.EqualTo("top-secret"));
        Assert.That((await cluster.AskPowerAsync("node3", default)).IsOff, Is.Null);
    }

    [TestCase("", "", 1)]
    [TestCase("true", "", 1)]
    [TestCase("true", """<primitive id="f" class="stonith" type="fence_ipmilan"/>""", 0)]
    [TestCase("false", """<primitive id="f" class="stonith" type="fence_ipmilan"/>""", 1)]
    public async Task Warns_once_when_nobody_fences_and_nobody_is_asked(string enabled, string device, int warnings)
    {
        tools.On("cibadmin --query", Cib(resources: device).Replace("<configuration>", $"""
            <configuration><crm_config><cluster_property_set id="p">
              <nvpair id="s" name="stonith-enabled" value="{enabled}"/></cluster_property_set></crm_config>
            """, StringComparison.Ordinal));
        var cluster = Cluster(new PacemakerOptions { NeedsPowerOff = false });

        await cluster.LookAsync(default);
        await cluster.LookAsync(default);

        Assert.That(log.Lines.Count(line => line.StartsWith("7713", StringComparison.Ordinal)), Is.EqualTo(warnings));
    }

    [Test]
    public async Task Waits_for_its_own_fencing_when_no_packet_is_seen()
    {
        var options = new PacemakerOptions { Lines = [("eth0", 5405), ("eth1", 5407)] };
        tools.On("timeout 5 tcpdump", "", code: 124).On("timeout 5 tcpdump -n -c 1 -p -i eth1", "a packet");
        await Cluster(options).SettleAsync(default);
        Assert.That(log.Lines, Has.None.StartWith("7708"));

        tools.On("timeout 5 tcpdump -n -c 1 -p -i eth1", "", code: 124);
        var waits = Cluster(options).SettleAsync(default);
        Assert.That(waits.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromSeconds(30));
        await waits;
        Assert.That(log.Lines, Has.One.StartWith("7708"));

        tools.On("timeout 5 tcpdump", "", code: 127, errors: "no tcpdump").On("timeout 5 tcpdump -n -c 1 -p -i eth1", "", code: 127);
        await Cluster(options).SettleAsync(default);
        Assert.That(log.Lines, Has.Some.StartWith("7711"));
    }

    private Task<ClusterView> LookAsync(PacemakerOptions? options = null) => Cluster(options ?? new PacemakerOptions()).LookAsync(default);

    private PacemakerCluster Cluster(PacemakerOptions options) => new(tools.Tools, options, clock, new FakeLogger<PacemakerCluster>(log));

    private static string Cib(string states = "", string quorum = "1", string nodes = "", string resources = "") => $"""
        <cib have-quorum="{quorum}" dc-uuid="1"><configuration><nodes><node id="1" uname="node1"/>{nodes}</nodes>
        <resources>{resources}</resources></configuration><status>{states}</status></cib>
        """;

    private static string Monitor(
        string form = NewMonitor, string history = "", string nodes = "", string rest = "", string dc = Quorate)
    {
        var body = $"<summary>{dc}</summary><nodes>{nodes}</nodes>{rest}{history}";
        return form == OldMonitor
            ? $"""<?xml version="1.0"?><crm_mon version="2.1.5">{body}</crm_mon>"""
            : $"""<pacemaker-result api-version="2.25" request="crm_mon">{body}<status code="0" message="OK"/></pacemaker-result>""";
    }
}
