using System.Collections.Concurrent;
using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Hosts.Opinions;
using Masakari.Core.Monitoring.Reports;
using Masakari.Core.OpenStack;
using Masakari.Tests.RealCloud;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.RealHost;

/// <summary>The host monitor of node1 with the clock of the machine; Masakari accepts each report at once.</summary>
internal sealed class MonitoredCluster : IReports, IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60), Interval = TimeSpan.FromMilliseconds(100);

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-host-monitor-").FullName;
    private readonly ConcurrentQueue<MonitorReport> reports = [];
    private readonly Func<ICluster> cluster;
    private readonly bool needsPowerOff;
    private CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private int rounds;

    public MonitoredCluster(Func<ICluster> cluster, bool needsPowerOff = false)
    {
        (this.cluster, this.needsPowerOff) = (cluster, needsPowerOff);
        Start();
    }

    public FakeLogCollector Log { get; } = new();

    public HostMonitor Monitor { get; private set; } = null!;

    /// <summary>Each report as host, event and state.</summary>
    public IReadOnlyList<string> Lines =>
        [.. reports.Select(report => $"{report.HostName} {report.Payload["event"]} {report.Payload["host_status"]}")];

    Task IReports.AddAsync(MonitorReport report, CancellationToken ct)
    {
        reports.Enqueue(report);
        Monitor.Left(report, ReportEnd.Answered);
        return Task.CompletedTask;
    }

    public void Start()
    {
        stop = new CancellationTokenSource();
        var options = new HostMonitorOptions
        {
            Interval = TimeSpan.FromSeconds(1), RetryPause = TimeSpan.FromSeconds(1), NeedsPowerOff = needsPowerOff,
            PowerLimit = TimeSpan.FromMinutes(5),
        };
        var (clock, logger, counted) = (TimeProvider.System, new FakeLogger<HostMonitor>(Log), new Counted(cluster(), this));
        var known = new KnownHosts(_ => throw new OpenStackException(FailureKind.Unreachable, "away"), clock);
        var gate = new FailureGate(counted, known, new SecondOpinions([], TimeSpan.Zero, clock), options, clock, logger);
        Monitor = new HostMonitor(
            new ClusterLook(counted, new HostViews(), clock), new HostRecords(Path.Combine(folder, "hosts"), logger), gate, options,
            new MonitoredHost("node1"), clock, logger);
        running = Task.Run(() => Monitor.RunAsync(this, stop.Token));
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAny(running);
    }

    /// <summary>Waits until the monitor has looked twice more: what there was to see is reported then.</summary>
    public Task PassAsync()
    {
        var until = Volatile.Read(ref rounds) + 3;
        return UntilAsync("more looks", () => Volatile.Read(ref rounds) >= until);
    }

    public Task UntilReportsAsync(int count) => UntilAsync($"{count} reports", () => reports.Count >= count);

    public Task UntilAsync(string what, Func<bool> done) => Poll.UntilAsync(
        $"{what}; reports so far: {string.Join(", ", Lines)}", () => Task.FromResult(done()), good => good, Interval, Limit);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        await TestContext.Out.WriteLineAsync(string.Join('\n', Log.Lines));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Counts the looks.</summary>
    private sealed class Counted(ICluster inner, MonitoredCluster watch) : ICluster
    {
        public async Task<ClusterView> LookAsync(CancellationToken ct)
        {
            var view = await inner.LookAsync(ct);
            Interlocked.Increment(ref watch.rounds);
            return view;
        }

        public Task<Power> AskPowerAsync(string hostName, CancellationToken ct) => inner.AskPowerAsync(hostName, ct);
    }
}
