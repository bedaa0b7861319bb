namespace Masakari.Core.Monitoring.Reports;

/// <summary>Takes the reports of the monitors. They are sent later, one after the other, as soon as the API accepts them.</summary>
internal interface IReports
{
    /// <summary>
    /// Keeps a report: once the call returns, the report survives a crash of this process and of the machine. If the disk is full, the
    /// report is kept in memory, and the log has an error. A report that equals one that still waits, but for its time, replaces it.
    /// </summary>
    Task AddAsync(MonitorReport report, CancellationToken ct);
}
