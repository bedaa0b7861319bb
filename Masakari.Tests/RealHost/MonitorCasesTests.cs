using Masakari.Core.Monitoring.Libvirt.Introspection;

namespace Masakari.Tests.RealHost;

/// <summary>
/// Counts, over many real cases, what a monitor misses and what it reports falsely. The figures stand in docs/monitors.md.
/// </summary>
[Explicit("Takes some minutes."), Category("Long"), Category("RealHost"), NonParallelizable]
internal sealed class MonitorCasesTests
{
    private const int Rounds = 5;

    private readonly List<string> expected = [];
    private int cases;

    [SetUp]
    public void Forget()
    {
        cases = 0;
        expected.Clear();
    }

    [Test]
    public async Task Crashes_and_stops_of_guests()
    {
        await using var host = await MonitoredDaemon.WithInstanceMonitorAsync();

        for (var round = 0; round < Rounds; round++)
        {
            await CrashAsync(host, host.Libvirt.KillGuest);
            await CrashAsync(host, host.Libvirt.CrashGuest);
            await StopAsync(host);
            await UseAsync(host);
            await CrashWithoutLibvirtAsync(host);
            await CrashWithoutMonitorAsync(host);
            await CrashTwiceAsync(host);
            await CrashTogetherAsync(host, guests: 5);
        }
        await MonitoredDaemon.PassAsync();

        await AssertExactlyAsync("instance", host.Reports.Lines);
    }

    [Test]
    public async Task Hangs_of_guests()
    {
        await using var host = await MonitoredDaemon.WithIntrospectiveMonitorAsync(
            new IntrospectiveMonitorOptions { Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(2), Threshold = 3 });
        var agentGuest = await AgentGuest.FolderAsync();
        var guests = new List<Guid>();
        for (var count = 0; count < 2; count++) guests.Add(await host.Libvirt.StartGuestAsync(agentGuest));

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var guest in guests) await Agents.UntilWatchedAsync(host, guest);
            await BlinkAsync(host, guests[0]);
            await HangAsync(host, guests);
            await HangOverReconnectAsync(host, guests[1]);
        }
        await host.Libvirt.DoAsync("destroy", guests[0]);
        cases++;
        await Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System);

        await AssertExactlyAsync("introspective", host.Reports.Lines);
    }

    private async Task CrashAsync(MonitoredDaemon host, Action<Guid> crash)
    {
        var guest = await host.Libvirt.StartGuestAsync();
        crash(guest);
        await ExpectCrashAsync(host, guest);
    }

    private async Task StopAsync(MonitoredDaemon host)
    {
        var guest = await host.Libvirt.StartGuestAsync();
        await host.Libvirt.DoAsync("destroy", guest);
        await host.Libvirt.DoAsync("undefine", guest);
        cases++;
    }

    /// <summary>What happens to guests on an ordinary day; its end is that of a guest whose host is shut down.</summary>
    private async Task UseAsync(MonitoredDaemon host)
    {
        var guest = await host.Libvirt.StartGuestAsync();
        foreach (var command in new[] { "resume", "suspend", "resume", "reset" }) await host.Libvirt.DoAsync(command, guest);
        host.Libvirt.TerminateGuest(guest);
        await MonitoredDaemon.PassAsync();
        cases += 5;
    }

    private async Task CrashWithoutLibvirtAsync(MonitoredDaemon host)
    {
        var guest = await host.Libvirt.StartGuestAsync();
        await MonitoredDaemon.PassAsync();
        await host.Libvirt.StopAsync();
        host.Libvirt.KillGuest(guest);
        await host.UntilBlindAsync();
        await host.Libvirt.ResumeAsync();
        await host.UntilSeesAsync();
        await ExpectCrashAsync(host, guest);
    }

    private async Task CrashWithoutMonitorAsync(MonitoredDaemon host)
    {
        var (dies, stops) = (await host.Libvirt.StartGuestAsync(), await host.Libvirt.StartGuestAsync());
        await host.StopMonitorAsync();
        host.Libvirt.KillGuest(dies);
        await host.Libvirt.DoAsync("destroy", stops);
        await host.StartMonitorAsync();
        cases++;
        await ExpectCrashAsync(host, dies);
    }

    private async Task CrashTwiceAsync(MonitoredDaemon host)
    {
        var guest = await host.Libvirt.StartGuestAsync();
        host.Libvirt.KillGuest(guest);
        await ExpectCrashAsync(host, guest);
        await host.Libvirt.StartAgainAsync(guest);
        host.Libvirt.KillGuest(guest);
        await ExpectCrashAsync(host, guest);
    }

    private async Task CrashTogetherAsync(MonitoredDaemon host, int guests)
    {
        var together = new List<Guid>();
        for (var count = 0; count < guests; count++) together.Add(await host.Libvirt.StartGuestAsync());
        together.ForEach(host.Libvirt.KillGuest);
        foreach (var guest in together) expected.Add($"{guest} LIFECYCLE STOPPED_FAILED");
        cases += guests;
        await host.UntilReportsAsync(expected.Count);
    }

    /// <summary>It hangs for a shorter time than counts.</summary>
    private async Task BlinkAsync(MonitoredDaemon host, Guid guest)
    {
        host.Libvirt.FreezeGuest(guest);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        host.Libvirt.ThawGuest(guest);
        await Agents.UntilWatchedAsync(host, guest);
        cases++;
    }

    private async Task HangAsync(MonitoredDaemon host, IReadOnlyList<Guid> guests)
    {
        foreach (var guest in guests) host.Libvirt.FreezeGuest(guest);
        foreach (var guest in guests) Expect($"{guest} QEMU_GUEST_AGENT_ERROR STOPPED_FAILED");
        await host.UntilReportsAsync(expected.Count);
        foreach (var guest in guests) host.Libvirt.ThawGuest(guest);
        foreach (var guest in guests) await Agents.UntilWatchedAsync(host, guest);
    }

    /// <summary>libvirt's daemon is restarted while the guest hangs.</summary>
    private async Task HangOverReconnectAsync(MonitoredDaemon host, Guid guest)
    {
        host.Libvirt.FreezeGuest(guest);
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        host.Libvirt.ThawGuest(guest);
        await host.Libvirt.StopAsync();
        await host.UntilBlindAsync();
        await host.Libvirt.ResumeAsync();
        await host.UntilSeesAsync();
        await Agents.UntilWatchedAsync(host, guest);
        cases++;
    }

    private async Task ExpectCrashAsync(MonitoredDaemon host, Guid guest)
    {
        Expect($"{guest} LIFECYCLE STOPPED_FAILED");
        await host.UntilReportsAsync(expected.Count);
    }

    private void Expect(string line)
    {
        expected.Add(line);
        cases++;
    }

    private async Task AssertExactlyAsync(string monitor, IEnumerable<string> reported)
    {
        var lines = reported.ToList();
        var (missed, wrong) = (Without(expected, lines), Without(lines, expected));
        await TestContext.Out.WriteLineAsync(
            $"{monitor}: {cases} cases, {expected.Count} reports expected, missed {missed.Count}, false {wrong.Count}");
        Assert.That(missed, Is.Empty);
        Assert.That(wrong, Is.Empty);
    }

    private static List<string> Without(IEnumerable<string> all, IEnumerable<string> others)
    {
        var left = all.ToList();
        foreach (var other in others) left.Remove(other);
        return left;
    }
}
