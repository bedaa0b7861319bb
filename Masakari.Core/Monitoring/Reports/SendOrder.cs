namespace Masakari.Core.Monitoring.Reports;

/// <summary>
/// Which report is sent next, and when. The reports of a host keep their order. One that the service answers with errors for long is set
/// aside: it is tried again, but no longer keeps back those behind it.
/// </summary>
internal sealed class SendOrder
{
    private readonly Dictionary<Guid, Retry> retries = [];
    private DateTimeOffset pausedUntil;

    /// <summary>The report that is due first, and the time when it is due.</summary>
    /// <returns><see langword="null"/> when none waits.</returns>
    public (MonitorReport Report, DateTimeOffset Due)? Next(IReadOnlyList<MonitorReport> waiting)
    {
        var aside = waiting.Where(report => Of(report).IsAside);
        var heads = waiting.Where(report => !Of(report).IsAside).DistinctBy(report => report.HostName);
        return heads.Concat(aside).Select(report => (report, Of(report).Due)).OrderBy(next => next.Due).FirstOrDefault() is ({ } report, var due)
            ? (report, due > pausedUntil ? due : pausedUntil)
            : null;
    }

    /// <summary>No report is sent before this time: the service is away.</summary>
    public void PauseAll(DateTimeOffset until) => pausedUntil = until;

    /// <summary>An attempt failed.</summary>
    /// <returns>How many have failed so far.</returns>
    public int Failed(MonitorReport report) => (retries[report.Id] = Of(report) with { Attempts = Of(report).Attempts + 1 }).Attempts;

    /// <summary>Waits with a report, and with those of its host that stand behind it.</summary>
    public void Wait(MonitorReport report, DateTimeOffset until) => retries[report.Id] = Of(report) with { Due = until };

    /// <summary>The reports behind this one need not wait for it any more.</summary>
    public void SetAside(MonitorReport report) => retries[report.Id] = Of(report) with { IsAside = true };

    public void Forget(MonitorReport report) => retries.Remove(report.Id);

    private Retry Of(MonitorReport report) => retries.GetValueOrDefault(report.Id) ?? Retry.None;

    private sealed record Retry(int Attempts, DateTimeOffset Due, bool IsAside)
    {
        public static Retry None { get; } = new(0, DateTimeOffset.MinValue, IsAside: false);
    }
}
