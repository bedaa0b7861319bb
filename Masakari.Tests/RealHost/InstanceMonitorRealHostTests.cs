using Masakari.Core.Monitoring.Reports;

namespace Masakari.Tests.RealHost;

[Category("RealHost"), NonParallelizable]
internal sealed class InstanceMonitorRealHostTests
{
    [Test]
    public async Task Reports_a_guest_whose_process_is_killed_once()
    {
        await using var host = await MonitoredDaemon.WithInstanceMonitorAsync();
        var guest = await host.Libvirt.StartGuestAsync();

        host.Libvirt.KillGuest(guest);
        await host.UntilReportsAsync(1);
        var holds = await host.Monitor.HoldsAsync(host.Reports.All[0], default);
        await host.Libvirt.StartAgainAsync(guest);
        var holdsLater = await host.Monitor.HoldsAsync(host.Reports.All[0], default);
        await MonitoredDaemon.PassAsync();

        Assert.That(host.Reports.Lines, Is.EqualTo(new[] { $"{guest} LIFECYCLE STOPPED_FAILED" }));
        Assert.That((holds, holdsLater), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Does_not_report_a_guest_that_is_stopped_or_removed()
    {
        await using var host = await MonitoredDaemon.WithInstanceMonitorAsync();
        var guest = await host.Libvirt.StartGuestAsync();

        await host.Libvirt.DoAsync("destroy", guest);
        await host.Libvirt.DoAsync("undefine", guest);
        await MonitoredDaemon.PassAsync();

        Assert.That(host.Reports.Lines, Is.Empty);
    }

    [Test]
    public async Task Finds_a_guest_that_dies_while_libvirtd_is_stopped()
    {
        await using var host = await MonitoredDaemon.WithInstanceMonitorAsync();
        var (dies, lives) = (await host.Libvirt.StartGuestAsync(), await host.Libvirt.StartGuestAsync());

        await host.Libvirt.StopAsync();
        host.Libvirt.KillGuest(dies);
        await host.UntilBlindAsync();
        await host.Libvirt.ResumeAsync();
        await host.UntilSeesAsync();
        await MonitoredDaemon.PassAsync();

        Assert.That(host.Reports.Lines, Is.EqualTo(new[] { $"{dies} LIFECYCLE STOPPED_FAILED" }), $"{lives} lives");
    }

    [Test]
    public async Task Finds_a_guest_that_dies_while_the_monitor_is_stopped()
    {
        await using var host = await MonitoredDaemon.WithInstanceMonitorAsync();
        var (dies, stops) = (await host.Libvirt.StartGuestAsync(), await host.Libvirt.StartGuestAsync());
        await MonitoredDaemon.PassAsync();

        await host.StopMonitorAsync();
        host.Libvirt.KillGuest(dies);
        await host.Libvirt.DoAsync("destroy", stops);
        await host.StartMonitorAsync();
        await MonitoredDaemon.PassAsync();

        Assert.That(host.Reports.Lines, Is.EqualTo(new[] { $"{dies} LIFECYCLE STOPPED_FAILED" }));
    }

    [Test]
    public async Task Notices_that_libvirtd_is_frozen_and_connects_again_when_it_is_not()
    {
        await using var host = await MonitoredDaemon.WithInstanceMonitorAsync();
        var guest = await host.Libvirt.StartGuestAsync();
        var began = TimeProvider.System.GetTimestamp();

        host.Libvirt.Freeze();
        await host.UntilBlindAsync();
        var (after, reason) = (TimeProvider.System.GetElapsedTime(began), host.Monitor.Health.Reason);
        host.Libvirt.KillGuest(guest);
        host.Libvirt.Thaw();
        await host.UntilSeesAsync();
        await host.UntilReportsAsync(1);
        await MonitoredDaemon.PassAsync();

        await TestContext.Out.WriteLineAsync($"blind after {after.TotalSeconds:0.0} s: {reason}");
        Assert.That(reason, Does.Contain("keep-alive"));
        Assert.That(host.Monitor.Health, Is.EqualTo(MonitorHealth.Sees));
        Assert.That(host.Reports.Lines, Is.EqualTo(new[] { $"{guest} LIFECYCLE STOPPED_FAILED" }));
    }
}
