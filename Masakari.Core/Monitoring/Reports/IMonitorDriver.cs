namespace Masakari.Core.Monitoring.Reports;

/// <summary>A monitor: it watches one sort of failure and reports what it sees.</summary>
internal interface IMonitorDriver
{
    /// <summary>
    /// The name in <c>[monitors] enabled</c>, on the command line and in the log: <c>process</c>, <c>instance</c> and so on.
    /// </summary>
    string Name { get; }

    /// <summary>What the monitor can see at present. May be asked at any time, from any thread.</summary>
    MonitorHealth Health { get; }

    /// <summary>
    /// Watches until <paramref name="ct"/>. When it throws, or returns before that, it is called again after a pause that grows; the other
    /// monitors go on meanwhile. What one call knew is not lost for the next one: the driver is the same object.
    /// </summary>
    Task RunAsync(IReports reports, CancellationToken ct);

    /// <summary>
    /// Whether what was reported is still so. Asked before each attempt to send, also for reports of an earlier process, and from another
    /// task than <see cref="RunAsync"/>. A monitor that cannot tell says yes: the service checks again before it acts.
    /// </summary>
    /// <returns><see langword="false"/>: the report is dropped, with a line in the log.</returns>
    Task<bool> HoldsAsync(MonitorReport report, CancellationToken ct);

    /// <summary>
    /// A report has left the spool. Called by the sender, also for reports of an earlier process; must not wait or throw.
    /// </summary>
    void Left(MonitorReport report, ReportEnd end)
    {
    }
}
