using System.Collections.Concurrent;
using Masakari.Core.Monitoring.Reports;

namespace Masakari.Tests.Monitoring.Reports;

/// <summary>A monitor that does what the test says.</summary>
internal sealed class FakeMonitor(string name) : IMonitorDriver
{
    public string Name => name;

    public MonitorHealth Health { get; set; } = MonitorHealth.Sees;

    /// <summary>How it runs.</summary>
    public Func<IReports, CancellationToken, Task> Run { get; set; } = (_, ct) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);

    /// <summary>The subjects of reports that hold no longer.</summary>
    public ConcurrentDictionary<string, bool> Recovered { get; } = [];

    /// <summary>What it says when it is asked whether a report holds; by default what <see cref="Recovered"/> leaves.</summary>
    public Func<MonitorReport, CancellationToken, Task<bool>>? Holds { get; set; }

    /// <summary>The subjects of reports that left the spool, and how.</summary>
    public ConcurrentQueue<(string Subject, ReportEnd End)> Ends { get; } = [];

    public void Left(MonitorReport report, ReportEnd end) => Ends.Enqueue((report.Subject(), end));

    public Task RunAsync(IReports reports, CancellationToken ct) => Run(reports, ct);

    public Task<bool> HoldsAsync(MonitorReport report, CancellationToken ct) =>
        Holds is { } holds ? holds(report, ct) : Task.FromResult(!Recovered.ContainsKey(report.Subject()));
}
