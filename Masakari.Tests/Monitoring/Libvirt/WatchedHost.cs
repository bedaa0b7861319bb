using Masakari.Core.Monitoring.Libvirt.Instances;
using Masakari.Core.Monitoring.Libvirt.Introspection;
using Masakari.Core.Monitoring.Reports;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Monitoring.Libvirt;

/// <summary>A host with a libvirt in memory, one monitor and a fake clock.</summary>
internal sealed class WatchedHost : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("masakari-guests-").FullName;
    private CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private Func<IMonitorDriver> make = null!;

    public FakeClock Clock { get; } = new();

    public FakeLibvirt Libvirt { get; } = new();

    public ReportList Reports { get; } = new();

    public FakeLogCollector Log { get; } = new();

    public IMonitorDriver Monitor { get; private set; } = null!;

    public string SeenFile => Path.Combine(folder, "state", "guests");

    public static Task<WatchedHost> WithInstanceMonitorAsync(Action<FakeLibvirt>? prepare = null, InstanceMonitorOptions? options = null) =>
        StartAsync(prepare, host => () => new InstanceMonitor(
            host.Libvirt, options ?? new(), new SeenGuests(host.SeenFile, NullLogger.Instance), "compute1", host.Clock,
            new FakeLogger<InstanceMonitor>(host.Log)));

    public static Task<WatchedHost> WithIntrospectiveMonitorAsync(
        Action<FakeLibvirt> prepare, IntrospectiveMonitorOptions? options = null) =>
        StartAsync(prepare, host => () => new IntrospectiveMonitor(
            host.Libvirt, options ?? new(), "compute1", host.Clock, new FakeLogger<IntrospectiveMonitor>(host.Log)));

    /// <summary>Lets time pass.</summary>
    public Task PassAsync(double seconds) => Clock.RunAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>The process ends; what is in memory is lost.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // As it should end.
        }
    }

    /// <summary>A new process.</summary>
    public async Task StartAsync()
    {
        (stop, Monitor) = (new CancellationTokenSource(), make());
        await ResumeAsync();
    }

    /// <summary>The same process calls the driver again after it has thrown.</summary>
    public async Task ResumeAsync()
    {
        running = Task.Run(() => Monitor.RunAsync(Reports, stop.Token));
        await PassAsync(0.1);
    }

    /// <summary>What the monitor threw; it has ended.</summary>
    public async Task<Exception> FailureAsync()
    {
        try
        {
            await running;
        }
        catch (Exception e)
        {
            return e;
        }
        throw new InvalidOperationException("It ended without an exception.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!running.IsFaulted) await StopAsync();
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<WatchedHost> StartAsync(Action<FakeLibvirt>? prepare, Func<WatchedHost, Func<IMonitorDriver>> monitor)
    {
        var host = new WatchedHost();
        host.make = monitor(host);
        prepare?.Invoke(host.Libvirt);
        await host.StartAsync();
        return host;
    }
}
