using Masakari.Core.Monitoring.Reports;

namespace Masakari.Core.Monitoring;

/// <summary>How the monitors of this process are, for those who ask from outside.</summary>
public sealed class MonitoringHealth
{
    private readonly MonitorSupervisor supervisor;
    private readonly ReportSpool spool;
    private readonly TimeSpan limit;
    private readonly TimeProvider clock;

    internal MonitoringHealth(
        MonitorSupervisor supervisor, ReportSpool spool, MonitorsOptions options, MonitoredHost host, TimeProvider clock) =>
        (this.supervisor, this.spool, limit, HostName, this.clock) = (supervisor, spool, options.BlindLimit, host.Name, clock);

    /// <summary>The name of this host in reports.</summary>
    public string HostName { get; }

    /// <summary>The number of reports that Masakari has not accepted yet.</summary>
    public int WaitingReports => spool.Count;

    /// <summary>Each monitor of this process.</summary>
    public IReadOnlyList<MonitorCondition> Look()
    {
        var now = clock.GetUtcNow();
        return
        [
            .. supervisor.Health.Select(monitor => new MonitorCondition(
                monitor.Name, monitor.Health.BlindSince, monitor.Health.Reason, now - monitor.Health.BlindSince > limit)),
        ];
    }
}

/// <summary>How one monitor is.</summary>
/// <param name="Monitor">Its name.</param>
/// <param name="BlindSince">Since when it does not see everything that it watches; <see langword="null"/> = it does.</param>
/// <param name="Reason">Why not.</param>
/// <param name="IsTooLong">Whether that lasts longer than <c>[monitors] blind_limit_seconds</c>.</param>
public sealed record MonitorCondition(string Monitor, DateTimeOffset? BlindSince, string? Reason, bool IsTooLong);
