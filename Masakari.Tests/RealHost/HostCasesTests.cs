namespace Masakari.Tests.RealHost;

/// <summary>
/// Counts, over many real cases, what the host monitor misses and what it reports falsely. The figures stand in docs/monitors.md.
/// </summary>
[Explicit("Takes a quarter of an hour."), Category("Long"), Category("RealHost"), NonParallelizable]
internal sealed class HostCasesTests
{
    private const int Rounds = 3;

    private readonly List<string> expected = [];
    private PacemakerNodes nodes = null!;
    private MonitoredCluster watch = null!;
    private int cases;

    [Test]
    public async Task Crashes_and_stops_of_members()
    {
        await using var cluster = nodes = await PacemakerNodes.StartAsync(3);
        await using var monitor = watch = new MonitoredCluster(() => cluster.Cluster());
        await watch.PassAsync();

        for (var round = 0; round < Rounds; round++)
        {
            await CrashAsync();
            await NothingAsync(2, "stop", "start");
            await NothingAsync(3, "stop", "start");
            await NothingAsync(2, "stop-pacemaker", "start-pacemaker");
            await NothingAsync(3, "kill-pacemaker", "start-pacemaker");
            await CutOffAsync();
            await OwnNodeCutOffAsync();
            await CrashWithoutMonitorAsync();
            await StopWithoutMonitorAsync();
            await CrashInStandbyAsync();
            await CrashOfTheMajorityAsync();
        }

        await AssertExactlyAsync();
    }

    private async Task CrashAsync()
    {
        await nodes.CrashAsync(3);
        await ExpectAsync("node3 STOPPED NORMAL");
        await ReturnsAsync(3);
    }

    private async Task NothingAsync(int number, string order, string back)
    {
        await nodes.OrderAsync(number, order);
        await nodes.UntilOfflineAsync(number);
        await watch.PassAsync();
        await nodes.OrderAsync(number, back);
        await nodes.UntilOnlineAsync(number);
        await watch.PassAsync();
        cases++;
    }

    private async Task CutOffAsync()
    {
        await nodes.OrderAsync(3, "cut");
        await ExpectAsync("node3 STOPPED NORMAL");
        await nodes.OrderAsync(3, "join");
        await ExpectAsync("node3 STARTED NORMAL");
        await nodes.UntilOnlineAsync(3);
    }

    private async Task OwnNodeCutOffAsync()
    {
        await nodes.OrderAsync(1, "cut");
        await watch.UntilAsync("silence", () => watch.Monitor.Health.BlindSince is not null);
        await watch.PassAsync();
        await nodes.OrderAsync(1, "join");
        await watch.UntilAsync("sight", () => watch.Monitor.Health.BlindSince is null);
        await nodes.UntilOnlineAsync(2);
        await nodes.UntilOnlineAsync(3);
        await watch.PassAsync();
        cases++;
    }

    private async Task CrashWithoutMonitorAsync()
    {
        await watch.StopAsync();
        await nodes.CrashAsync(3);
        await nodes.UntilOfflineAsync(3);
        watch.Start();
        await ExpectAsync("node3 STOPPED NORMAL");
        await ReturnsAsync(3);
    }

    private async Task StopWithoutMonitorAsync()
    {
        await watch.StopAsync();
        await nodes.OrderAsync(3, "stop");
        await nodes.UntilOfflineAsync(3);
        watch.Start();
        await watch.PassAsync();
        await nodes.OrderAsync(3, "start");
        await nodes.UntilOnlineAsync(3);
        await watch.PassAsync();
        cases++;
    }

    private async Task CrashInStandbyAsync()
    {
        await nodes.OnAsync(1, "crm_standby", "--node", "node3", "--update", "on");
        await watch.PassAsync();
        await nodes.CrashAsync(3);
        await nodes.UntilOfflineAsync(3);
        await watch.PassAsync();
        await nodes.BootAsync(3);
        await nodes.UntilOnlineAsync(3);
        await nodes.OnAsync(1, "crm_standby", "--node", "node3", "--delete");
        await watch.PassAsync();
        cases++;
    }

    /// <summary>Without quorum nothing is said; when it is back, the host that is still dead is reported.</summary>
    private async Task CrashOfTheMajorityAsync()
    {
        await Task.WhenAll(nodes.CrashAsync(2), nodes.CrashAsync(3));
        await watch.UntilAsync("silence", () => watch.Monitor.Health.BlindSince is not null);
        await watch.PassAsync();
        cases++;
        await nodes.BootAsync(2);
        await ExpectAsync("node3 STOPPED NORMAL");
        await ReturnsAsync(3);
        await nodes.UntilOnlineAsync(2);
    }

    private async Task ReturnsAsync(int number)
    {
        await nodes.BootAsync(number);
        await ExpectAsync($"node{number} STARTED NORMAL");
        await nodes.UntilOnlineAsync(number);
    }

    private async Task ExpectAsync(string line)
    {
        expected.Add(line);
        cases++;
        await watch.UntilReportsAsync(expected.Count);
    }

    private async Task AssertExactlyAsync()
    {
        await TestContext.Out.WriteLineAsync($"host: {cases} cases, {expected.Count} reports expected, {watch.Lines.Count} made");
        Assert.That(watch.Lines, Is.EqualTo(expected), "missed or false");
    }
}
