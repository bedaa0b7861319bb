using Masakari.Core.Monitoring.Reports;

namespace Masakari.Core.Monitoring.Libvirt.Instances;

/// <summary>
/// Reports that are on their way into the spool. The file of the guests last seen is written behind them: a crash of this process in
/// between repeats a report, and loses none.
/// </summary>
internal sealed class ReportBatch(IReports reports, SeenGuests seen)
{
    private const int Most = 1000;

    private readonly List<(Guid Uuid, Task Kept)> all = [];

    public bool IsFull => all.Count >= Most;

    public void Add(Guid uuid, MonitorReport report, CancellationToken ct) => all.Add((uuid, reports.AddAsync(report, ct)));

    /// <summary>Waits until all are in the spool.</summary>
    /// <exception cref="IOException">
    /// Some are not. Their guests count as running again, so that the next comparison finds their crash.
    /// </exception>
    public async Task KeptAsync()
    {
        try
        {
            await Task.WhenAll(all.Select(report => report.Kept));
        }
        catch
        {
            foreach (var lost in all.Where(report => !report.Kept.IsCompletedSuccessfully)) seen.Set(lost.Uuid, GuestMark.Active);
            throw;
        }
    }
}
