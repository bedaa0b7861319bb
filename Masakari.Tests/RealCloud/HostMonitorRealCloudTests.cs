using Masakari.Tests.RealHost;

namespace Masakari.Tests.RealCloud;

/// <summary>From a cluster that loses a host to its recovery: host monitors on the other hosts, the service, a real OpenStack.</summary>
[Category("RealCloud")]
internal sealed class HostMonitorRealCloudTests
{
    private const string Online = """in_ccm="true" crmd="online" join="member" expected="member" """;
    private const string Lost = """in_ccm="false" crmd="offline" join="member" expected="member" """;

    private static readonly string[] Hosts = ["compute1", "compute2", "compute3", "compute4"];

    [Test]
    public async Task A_failure_that_all_monitors_see_ends_in_one_recovery()
    {
        PacemakerMachine.NeedTools();
        await using var failure = await HostFailure.PrepareAsync(guests: 6);
        using var cluster = Cluster();
        var monitors = Hosts.Select(host => new HostMonitorProcess(host, cluster.Folder)).ToList();
        try
        {
            foreach (var monitor in monitors) await monitor.UntilAsync("Host compute4 is online in the cluster".Replace(
                "compute4", monitor == monitors[3] ? "compute3" : "compute4", StringComparison.Ordinal));

            await failure.KillAsync();
            cluster.Member(11, Lost, "compute1");
            await failure.UntilReportedAsync();
            var end = await failure.UntilAsync("end of the recovery", progress => progress.IsOver);
            foreach (var monitor in monitors[1..]) await monitor.UntilAsync("STOPPED");

            Assert.That(end.Status, Is.EqualTo("finished"));
            await Verdict.AssertRecoveredAsync(failure);
            Assert.That(await failure.NotificationsAsync(), Has.Count.EqualTo(1), "one notification, one recovery");
            var accepted = monitors[1..].Count(monitor => monitor.Log.Contains("accepted by Masakari", StringComparison.Ordinal));
            Assert.That(accepted, Is.EqualTo(1));
            Assert.That(monitors[0].Log, Does.Not.Contain("STOPPED"), "nobody judges himself");
        }
        finally
        {
            foreach (var monitor in monitors) await monitor.DisposeAsync();
        }
    }

    [Test]
    public async Task The_Python_original_accepts_the_report()
    {
        PacemakerMachine.NeedTools();
        var (lab, reference, cli) = (TheLab.Lab, new ReferenceMasakari(TheLab.Lab), new OpenStackCli(TheLab.Lab));
        await lab.ResetAsync();
        await reference.StartAnewAsync();
        try
        {
            await cli.CreateAsync([
                "segment create clustered auto COMPUTE", .. Hosts.Select(host => $"segment host create {host} COMPUTE SSH clustered")]);
            using var cluster = Cluster();
            await using var monitor = new HostMonitorProcess("compute2", cluster.Folder);
            await monitor.UntilAsync("Host compute1 is online in the cluster");

            await lab.KillAsync("compute1");
            cluster.Member(11, Lost, "compute1");
            await monitor.UntilAsync("accepted by Masakari");

            var stored = (await cli.ShowAsync("notification", "list")).EnumerateArray().Single();
            Assert.That(stored.GetProperty("type").GetString(), Is.EqualTo("COMPUTE_HOST"));
            Assert.That(stored.GetProperty("payload").GetRawText(), Does.Contain("STOPPED").And.Contain("OFFLINE").And.Contain("NORMAL"));
        }
        finally
        {
            await reference.StopAsync();
            await lab.ResetAsync();
        }
    }

    private static PacemakerFile Cluster()
    {
        var file = new PacemakerFile();
        foreach (var (host, number) in Hosts.Select((host, index) => (host, index + 11))) file.Member(number, Online, host);
        return file;
    }
}
