using Masakari.Core.Monitoring.Libvirt.Introspection;

namespace Masakari.Tests.RealHost;

[Category("RealHost"), NonParallelizable]
internal sealed class IntrospectiveMonitorRealHostTests
{
    private static readonly IntrospectiveMonitorOptions Fast = new()
    {
        Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(1), Threshold = 1,
    };

    [Test]
    public async Task Reports_a_guest_whose_agent_hangs_once()
    {
        await using var host = await MonitoredDaemon.WithIntrospectiveMonitorAsync(Fast);
        var silent = await host.Libvirt.StartGuestAsync();
        var guest = await host.Libvirt.StartGuestAsync(await AgentGuest.FolderAsync());
        await Agents.UntilWatchedAsync(host, guest);

        host.Libvirt.FreezeGuest(guest);
        await host.UntilReportsAsync(1);
        var hung = await host.Monitor.HoldsAsync(host.Reports.All[0], default);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        host.Libvirt.ThawGuest(guest);
        await Agents.UntilWatchedAsync(host, guest);
        var answers = await host.Monitor.HoldsAsync(host.Reports.All[0], default);

        Assert.That(
            host.Reports.Lines, Is.EqualTo(new[] { $"{guest} QEMU_GUEST_AGENT_ERROR STOPPED_FAILED" }), $"{silent} has no agent");
        Assert.That((hung, answers), Is.EqualTo((true, false)));
    }
}
