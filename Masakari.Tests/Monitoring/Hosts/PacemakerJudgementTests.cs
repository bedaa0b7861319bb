using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Pacemaker;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>When this node may judge others, which tools and controllers it asks, and what it says when they fail.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PacemakerJudgementTests : PacemakerTestBase
{
    [Test]
    public async Task Without_quorum_it_must_be_silent()
    {
        Tools.On("cibadmin --query", Cib(quorum: "0"));
        Assert.That((await LookAsync()).MustBeSilent, Is.True);

        Tools.On("cibadmin --query", Cib()).On(NewMonitor, Monitor(dc: """<current_dc present="false"/>"""));
        Assert.That((await LookAsync()).MustBeSilent, Is.True);

        Tools.On(NewMonitor, Monitor()).On("corosync-quorumtool -s", "Quorate:          No\n", code: 1);
        Assert.That((await LookAsync()).MustBeSilent, Is.True);

        Tools.On("corosync-quorumtool -s", "", code: 1, errors: "Cannot initialize QUORUM service");
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
        Tools.On("crmadmin -S node1", $"Status of crmd@node1: {state} (ok)\n");

        var view = await LookAsync();

        Assert.That((view.Trouble is null, view.MustBeSilent), Is.EqualTo((judges, !judges)));
    }

    [Test]
    public async Task Tools_that_fail_make_it_blind_in_their_words()
    {
        Tools.On("cibadmin --query", "", code: 102, errors: "Could not connect to the CIB: Transport endpoint is not connected");

        var view = await LookAsync();

        Assert.That(view.MustBeSilent, Is.False);
        Assert.That(view.Trouble, Is.EqualTo(
            "`cibadmin --query` failed: exit code 102: Could not connect to the CIB: Transport endpoint is not connected"));
    }

    [Test]
    public async Task Warnings_on_standard_error_are_no_failure()
    {
        Tools.On("cibadmin --query", Cib("""<node_state id="2" uname="node2" crmd="online"/>"""), errors: "warning: deprecated");

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
        Tools.On("systemctl is-active", units, code: 3);

        Assert.That((await LookAsync(new PacemakerOptions { NodeType = (NodeType?)type })).Trouble, Is.EqualTo(trouble));
    }

    [Test]
    public async Task A_remote_node_does_not_ask_for_a_coordinator_of_its_own()
    {
        Tools.On("systemctl is-active", "inactive\ninactive\nactive\n").On("crmadmin", "", code: 102);

        Assert.That((await LookAsync()).Trouble, Is.Null);
        Assert.That(Tools.Lines, Has.None.StartWith("crmadmin"));
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
        Tools.On("cibadmin --query", Cib(resources: isInGroup ? $"<group id=\"g\">{device}</group>" : device))
            .On("ipmitool", "", code: 1, errors: "Authentication with top-secret failed");
        var cluster = Cluster(new PacemakerOptions());
        await cluster.LookAsync(default);

        var trouble = await cluster.AskPowerAsync("node2", default);
        Tools.On("ipmitool", "Chassis Power is off\n");
        var off = await cluster.AskPowerAsync("node2", default);
        Tools.On("ipmitool", "Chassis Power is on\n");
        var on = await cluster.AskPowerAsync("node2", default);

        Assert.That((trouble.IsOff, off.IsOff, on.IsOff), Is.EqualTo(((bool?)null, (bool?)true, (bool?)false)));
        Assert.That(trouble.Words + off.Words + on.Words, Does.Not.Contain("top-secret"));
        Assert.That(Tools.Lines.Last(), Is.EqualTo("ipmitool -I lanplus -H 10.0.0.2 -U admin -E power status"));
        Assert.That(Tools.Calls[^1].Environment["IPMI_PASSWORD"], Is.EqualTo("top-secret"));
        Assert.That((await cluster.AskPowerAsync("node3", default)).IsOff, Is.Null);
    }

    [TestCase("", "", 1)]
    [TestCase("true", "", 1)]
    [TestCase("true", """<primitive id="f" class="stonith" type="fence_ipmilan"/>""", 0)]
    [TestCase("false", """<primitive id="f" class="stonith" type="fence_ipmilan"/>""", 1)]
    public async Task Warns_once_when_nobody_fences_and_nobody_is_asked(string enabled, string device, int warnings)
    {
        Tools.On("cibadmin --query", Cib(resources: device).Replace("<configuration>", $"""
            <configuration><crm_config><cluster_property_set id="p">
              <nvpair id="s" name="stonith-enabled" value="{enabled}"/></cluster_property_set></crm_config>
            """, StringComparison.Ordinal));
        var cluster = Cluster(new PacemakerOptions { NeedsPowerOff = false });

        await cluster.LookAsync(default);
        await cluster.LookAsync(default);

        Assert.That(Log.Lines.Count(line => line.StartsWith("7713", StringComparison.Ordinal)), Is.EqualTo(warnings));
    }

    [Test]
    public async Task Waits_for_its_own_fencing_when_no_packet_is_seen()
    {
        var options = new PacemakerOptions { Lines = [("eth0", 5405), ("eth1", 5407)] };
        Tools.On("timeout 5 tcpdump", "", code: 124).On("timeout 5 tcpdump -n -c 1 -p -i eth1", "a packet");
        await Cluster(options).SettleAsync(default);
        Assert.That(Log.Lines, Has.None.StartWith("7708"));

        Tools.On("timeout 5 tcpdump -n -c 1 -p -i eth1", "", code: 124);
        var waits = Cluster(options).SettleAsync(default);
        Assert.That(waits.IsCompleted, Is.False);
        Clock.Advance(TimeSpan.FromSeconds(30));
        await waits;
        Assert.That(Log.Lines, Has.One.StartWith("7708"));

        Tools.On("timeout 5 tcpdump", "", code: 127, errors: "no tcpdump").On("timeout 5 tcpdump -n -c 1 -p -i eth1", "", code: 127);
        await Cluster(options).SettleAsync(default);
        Assert.That(Log.Lines, Has.Some.StartWith("7711"));
    }
}
