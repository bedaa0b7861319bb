using Masakari.Core.Monitoring.Libvirt.Instances;
using Masakari.Core.Monitoring.Libvirt.Interop;
using Masakari.Core.Monitoring.Libvirt.Introspection;
using Masakari.Core.Monitoring.Reports;
using Masakari.Tests.Monitoring.Libvirt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.RealHost;

/// <summary>A real libvirtd and one of our monitors on it.</summary>
internal sealed class MonitoredDaemon : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(700);

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-seen-").FullName;
    private readonly LibvirtClient client;
    private readonly Func<MonitoredDaemon, IMonitorDriver> make;
    private CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    private MonitoredDaemon(LibvirtDaemon libvirt, Func<MonitoredDaemon, IMonitorDriver> make)
    {
        (Libvirt, this.make) = (libvirt, make);
        client = new LibvirtClient(libvirt.Uri, TimeProvider.System);
    }

    public LibvirtDaemon Libvirt { get; }

    public ReportList Reports { get; } = new();

    public IMonitorDriver Monitor { get; private set; } = null!;

    public static Task<MonitoredDaemon> WithInstanceMonitorAsync() => StartAsync(host => new InstanceMonitor(
        host.client, new InstanceMonitorOptions(), new SeenGuests(Path.Combine(host.folder, "guests"), NullLogger.Instance), "compute1",
        TimeProvider.System, NullLogger<InstanceMonitor>.Instance));

    public static Task<MonitoredDaemon> WithIntrospectiveMonitorAsync(IntrospectiveMonitorOptions options) => StartAsync(host =>
        new IntrospectiveMonitor(host.client, options, "compute1", TimeProvider.System, NullLogger<IntrospectiveMonitor>.Instance));

    /// <summary>A new process of the monitor, as far as its memory is concerned.</summary>
    public async Task StartMonitorAsync()
    {
        (stop, Monitor) = (new CancellationTokenSource(), make(this));
        running = Task.Run(() => Monitor.RunAsync(Reports, stop.Token));
        await UntilSeesAsync();
    }

    public async Task StopMonitorAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAny(running);
    }

    public Task UntilSeesAsync() =>
        LibvirtDaemon.UntilAsync(() => Task.FromResult(Monitor.Health == MonitorHealth.Sees), "the monitor sees");

    public Task UntilBlindAsync() =>
        LibvirtDaemon.UntilAsync(() => Task.FromResult(Monitor.Health != MonitorHealth.Sees), "the monitor is blind");

    public Task UntilReportsAsync(int count) => LibvirtDaemon.UntilAsync(() => Task.FromResult(Reports.Count >= count), $"{count} reports");

    /// <summary>Waits until an event of just now would have been reported.</summary>
    public static Task PassAsync() => Task.Delay(Quiet, TimeProvider.System, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopMonitorAsync();
        client.Dispose();
        stop.Dispose();
        await Libvirt.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<MonitoredDaemon> StartAsync(Func<MonitoredDaemon, IMonitorDriver> make)
    {
        LibvirtMachine.NeedDaemon();
        var host = new MonitoredDaemon(await LibvirtDaemon.StartAsync(), make);
        await host.StartMonitorAsync();
        return host;
    }
}
