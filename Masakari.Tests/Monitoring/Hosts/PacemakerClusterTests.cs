using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Pacemaker;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>What the driver reads of each node out of the answers of pacemaker's tools, in the words of several versions.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PacemakerClusterTests : PacemakerTestBase
{
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
        Tools.On("cibadmin --query", Cib($"""<node_state id="2" uname="node2" {attributes}/>"""));

        Assert.That((await LookAsync()).Hosts["node2"].State, Is.EqualTo(expected));
    }

    [TestCase("standby")]
    [TestCase("maintenance")]
    public async Task A_member_that_an_operator_has_set_aside_does_not_fail(string word)
    {
        Tools.On("cibadmin --query", Cib(
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
        Tools.On("cibadmin --query", Cib("""
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
        Tools.On(NewMonitor, "", code: 64, errors: "crm_mon: Unknown option --output-as").On(form, Monitor(form, """
            <fence_history status="0">
              <fence_event action="reboot" target="node2" status="success" completed="2026-11-29 10:00:00Z"/>
              <fence_event action="reboot" target="node2" status="failed" completed="2026-11-29 12:00:00Z"/>
              <fence_event action="off" target="node2" status="success" completed="2026-11-29 12:00:00 +01:00"/>
            </fence_history>
            """));
        Tools.On("cibadmin --query", Cib("""<node_state id="2" uname="node2" crmd="offline" in_ccm="false" expected="down"/>"""));

        var sight = (await LookAsync()).Hosts["node2"];

        Assert.That(sight.State, Is.EqualTo(HostState.Planned));
        Assert.That(sight.FencedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 29, 11, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task Without_a_fencing_history_nobody_knows_whether_a_member_left_or_was_fenced()
    {
        Tools.On(NewMonitor, Monitor(history: """<fence_history status="107"/>"""));
        Tools.On("cibadmin --query", Cib("""<node_state id="2" uname="node2" crmd="offline" in_ccm="false" expected="down"/>"""));

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
        Tools.On(NewMonitor, Monitor(
            nodes: $"""<node name="cn1" id="cn1" type="remote" {attributes}/>""", rest: $"<resources>{resource}</resources>{failures}"));

        var sight = (await LookAsync(new PacemakerOptions { OnlyRemotes = true })).Hosts["cn1"];

        Assert.That(sight.State, Is.EqualTo(expected));
        Assert.That(sight.CrashedAt is not null, Is.EqualTo(failedAt.Length > 0));
    }

    [Test]
    public async Task Judges_only_remotes_when_it_is_told_to()
    {
        const string Remote = """<node name="cn1" id="cn1" type="remote" online="true"/>""";
        Tools.On(NewMonitor, Monitor(nodes: Remote)).On("cibadmin --query", Cib("""
            <node_state id="2" uname="node2" crmd="offline"/><node_state remote_node="true" id="cn1" uname="cn1" in_ccm="true"/>
            """));

        Assert.That((await LookAsync(new PacemakerOptions { OnlyRemotes = true })).Hosts.Keys, Is.EqualTo(["cn1"]));
        Assert.That((await LookAsync()).Hosts.Keys.Order(), Is.EqualTo(["cn1", "node2"]));
    }

    [Test]
    public async Task A_fenced_remote_node_says_so()
    {
        Tools.On(NewMonitor, Monitor(
            nodes: """<node name="cn1" id="cn1" type="remote" online="false"/>""",
            history: """
                <fence_history status="0">
                  <fence_event action="off" target="cn1" status="success" completed="2026-11-29 12:00:00Z"/></fence_history>
                """));
        Tools.On("cibadmin --query", Cib("""<node_state remote_node="true" id="cn1" uname="cn1" in_ccm="false" node_fenced="true"/>"""));

        Assert.That((await LookAsync()).Hosts["cn1"].FencedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero)));
    }
}
