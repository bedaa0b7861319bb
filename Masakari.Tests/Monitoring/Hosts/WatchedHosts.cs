using System.Collections.Concurrent;
using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Opinions;
using Masakari.Core.Monitoring.Reports;
using Masakari.Core.OpenStack;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>The host monitor under a fake clock, with a cluster of the test. It can be started again; its folder stays.</summary>
internal sealed class WatchedHosts : IReports, IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-hosts-");
    private readonly ConcurrentQueue<MonitorReport> reports = [];
    private CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));

    public FakeCluster Cluster { get; } = new();

    public FakeLogCollector Log { get; } = new();

    /// <summary>Those that Masakari knows; null = it cannot be asked.</summary>
    public List<string>? Registered { get; set; } = ["c1", "c2", "c3", "c4"];

    /// <summary>Masakari takes the question and never answers.</summary>
    public bool MasakariHangs { get; set; }

    public List<IOpinion> Opinions { get; } = [];

    public HostMonitorOptions Options { get; set; } = new() { NeedsPowerOff = false };

    /// <summary>Whether Masakari accepts each report at once.</summary>
    public bool Accepts { get; set; } = true;

    public HostMonitor Monitor { get; private set; } = null!;

    public IReadOnlyList<MonitorReport> Reports => [.. reports];

    /// <summary>Each as host, event and state.</summary>
    public IEnumerable<string> Lines =>
        reports.Select(report => $"{report.HostName} {report.Payload["event"]} {report.Payload["host_status"]}");

    Task IReports.AddAsync(MonitorReport report, CancellationToken ct)
    {
        reports.Enqueue(report);
        if (Accepts) Monitor.Left(report, ReportEnd.Answered);
        return Task.CompletedTask;
    }

    public WatchedHosts Start()
    {
        stop = new CancellationTokenSource();
        var known = new KnownHosts(ListAsync, Clock);
        var (opinions, logger) = (new SecondOpinions([.. Opinions], TimeSpan.FromSeconds(120), Clock), new FakeLogger<HostMonitor>(Log));
        Monitor = new HostMonitor(
            new ClusterLook(Cluster, new HostViews(), Clock), new HostRecords(Path.Combine(folder.FullName, "hosts"), logger),
            new FailureGate(Cluster, known, opinions, Options, Clock, logger), Options, new MonitoredHost("c1"), Clock, logger);
        running = Task.Run(() => Monitor.RunAsync(this, stop.Token));
        return this;
    }

    public async Task RestartAsync(TimeSpan after)
    {
        await StopAsync();
        Clock.Advance(after);
        Start();
    }

    /// <summary>The file lost its content with the power.</summary>
    public void Cut() => File.WriteAllText(Path.Combine(folder.FullName, "hosts"), "");

    public Task RunAsync(int seconds) => Clock.RunAsync(TimeSpan.FromSeconds(seconds));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>Until it has ended, the monitor may write into the folder.</summary>
    private async Task StopAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task<IReadOnlyList<RegisteredHost>> ListAsync(CancellationToken ct)
    {
        if (MasakariHangs) await Task.Delay(Timeout.InfiniteTimeSpan, Clock, ct);
        if (Registered is null) throw new OpenStackException(FailureKind.Unreachable, "away");
        return [.. Registered.Select(name => new RegisteredHost(name, "s1"))];
    }
}
