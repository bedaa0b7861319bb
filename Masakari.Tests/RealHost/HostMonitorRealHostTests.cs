using Masakari.Core.Monitoring.Hosts;

namespace Masakari.Tests.RealHost;

/// <summary>The host monitor on a real cluster of pacemaker and corosync, and on pacemaker's tools with a CIB in a file.</summary>
[Category("RealHost"), NonParallelizable]
internal sealed class HostMonitorRealHostTests
{
    private const string Online = """in_ccm="true" crmd="online" join="member" expected="member" """;
    private const string Lost = """in_ccm="false" crmd="offline" join="member" expected="member" """;

    [Test]
    public async Task In_a_real_cluster_a_crash_is_reported_once_a_clean_stop_and_a_lost_quorum_are_not()
    {
        await using var nodes = await PacemakerNodes.StartAsync(3);
        await using var watch = new MonitoredCluster(() => nodes.Cluster());
        await watch.PassAsync();

        await nodes.OrderAsync(3, "stop");
        await nodes.UntilOfflineAsync(3);
        await watch.PassAsync();
        Assert.That(watch.Lines, Is.Empty, "a clean stop");

        await nodes.OrderAsync(3, "start");
        await nodes.UntilOnlineAsync(3);
        await watch.PassAsync();
        await nodes.CrashAsync(3);
        await watch.UntilReportsAsync(1);
        await watch.PassAsync();
        Assert.That(watch.Lines, Is.EqualTo(["node3 STOPPED NORMAL"]), "a crash");

        await nodes.CrashAsync(2);
        await watch.UntilAsync("silence", () => watch.Monitor.Health.Reason?.Contains("quorum", StringComparison.Ordinal) == true);
        await watch.PassAsync();
        Assert.That(watch.Lines, Is.EqualTo(["node3 STOPPED NORMAL"]), "without quorum nobody is reported");
    }

    [Test]
    public async Task A_real_fencing_confirms_a_failure()
    {
        await using var nodes = await PacemakerNodes.StartAsync(3, isFencing: true);
        await using var watch = new MonitoredCluster(() => nodes.Cluster(), needsPowerOff: true);
        await watch.PassAsync();

        await nodes.CrashAsync(3);
        await watch.UntilReportsAsync(1);

        Assert.That(watch.Lines, Is.EqualTo(["node3 STOPPED NORMAL"]));
        Assert.That(watch.Log.Lines, Has.One.Contains("the cluster fenced it at"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(nodes.Folder, "fenced")), Does.Contain("node3"));
    }

    [Test]
    public async Task On_a_CIB_in_a_file_a_dead_node_is_reported_once_and_its_return_too()
    {
        PacemakerMachine.NeedTools();
        using var file = new PacemakerFile().Member(2, Lost).Member(3, Online);
        await using var watch = new MonitoredCluster(file.Cluster);
        await watch.UntilReportsAsync(1);
        await watch.PassAsync();

        file.Member(2, Online);
        await watch.UntilReportsAsync(2);

        Assert.That(watch.Lines, Is.EqualTo(["node2 STOPPED NORMAL", "node2 STARTED NORMAL"]));
    }

    [TestCase("""in_ccm="true" crmd="online" join="member" expected="member" """, HostState.Online)]
    [TestCase("""in_ccm="1700000000" crmd="1700000000" join="member" expected="member" """, HostState.Online)]
    [TestCase("""in_ccm="false" crmd="offline" join="member" expected="member" """, HostState.Failed)]
    [TestCase("""in_ccm="0" crmd="0" join="down" expected="member" """, HostState.Failed)]
    public async Task Pacemakers_own_tools_show_both_spellings_of_a_state(string state, HostState expected)
    {
        PacemakerMachine.NeedTools();
        using var file = new PacemakerFile().Member(2, state);

        var view = await file.Cluster().LookAsync(default);

        Assert.That(view.Trouble, Is.Null);
        Assert.That(view.Hosts["node2"].State, Is.EqualTo(expected));
    }

    [TestCase("0")]
    [TestCase("false")]
    public async Task Pacemakers_own_tools_say_that_there_is_no_quorum(string word)
    {
        PacemakerMachine.NeedTools();
        using var file = new PacemakerFile().Member(2, Lost).Quorum(word);

        Assert.That((await file.Cluster().LookAsync(default)).MustBeSilent, Is.True);
    }
}
