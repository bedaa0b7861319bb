namespace Masakari.Core.Monitoring.Reports;

/// <summary>Takes the reports of the monitors. They are sent later, one after the other, as soon as the API accepts them.</summary>
internal interface IReports
{
    /// <summary>Keeps a report: once the call returns, the report survives a crash of this process and of the machine.</summary>
    /// <exception cref="IOException">The report could not be written.</exception>
    Task AddAsync(MonitorReport report, CancellationToken ct);
}
