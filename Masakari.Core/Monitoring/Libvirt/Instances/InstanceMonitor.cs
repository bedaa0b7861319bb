using Masakari.Core.Monitoring.Libvirt.Interop;
using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Libvirt.Instances;

/// <summary>
/// Reports guests that crash and whose disks fail. It hears libvirt's events, and compares the states of all guests after each connection
/// and once a minute, since nobody repeats an event that was not heard.
/// </summary>
internal sealed class InstanceMonitor(
    ILibvirt libvirt, InstanceMonitorOptions options, SeenGuests seen, string hostName, TimeProvider clock, ILogger<InstanceMonitor> logger)
    : IMonitorDriver
{
    public const string DriverName = "instance";

    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    private readonly LibvirtLink link = new(libvirt, DriverName, clock, logger);
    private readonly RepeatedEvents repeated = new(clock);
    private HashSet<Guid> suspects = [];

    public string Name => DriverName;

    public MonitorHealth Health => link.Health;

    public async Task RunAsync(IReports reports, CancellationToken ct)
    {
        seen.Load();
        var sorts = GuestEventTable.SortsOf(options.Events).Append(GuestEventId.Lifecycle).Distinct().ToList();
        await link.RunAsync(sorts, readOnly: true, (connection, stop) => WatchAsync(connection, reports, stop), ct);
    }

    public async Task<bool> HoldsAsync(MonitorReport report, CancellationToken ct)
    {
        if (GuestReport.Read(report) is not var (uuid, name) || link.Current is not { } connection) return true;
        try
        {
            return ReportRules.Holds(name, await connection.FindAsync(uuid, ct));
        }
        catch (Exception e) when (e is LibvirtException or TimeoutException)
        {
            return true;
        }
    }

    private async Task WatchAsync(ILibvirtConnection connection, IReports reports, CancellationToken ct)
    {
        await CompareAsync(connection, reports, suspectsOnly: false, ct);
        for (var looked = clock.GetTimestamp(); ;)
        {
            var rest = LookInterval - clock.GetElapsedTime(looked);
            if (rest > TimeSpan.Zero && await link.WaitAsync(connection, rest, ct))
                await DrainAsync(connection, reports, ct);
            var lost = connection.TakeLost();
            if (lost > 0) logger.EventsLost(lost);
            if (lost == 0 && clock.GetElapsedTime(looked) < LookInterval) continue;
            await CompareAsync(connection, reports, suspectsOnly: lost == 0, ct);
            looked = clock.GetTimestamp();
        }
    }

    /// <summary>
    /// Reads what has happened so far. Reports that come together are kept together: the spool writes to the disk once for them.
    /// </summary>
    private async Task DrainAsync(ILibvirtConnection connection, IReports reports, CancellationToken ct)
    {
        var batch = new ReportBatch(reports, seen);
        while (!batch.IsFull && connection.Events.TryRead(out var happened)) Hear(happened, batch, ct);
        await batch.KeptAsync();
        seen.Save();
    }

    private void Hear(GuestEvent happened, ReportBatch batch, CancellationToken ct)
    {
        if (GuestEventTable.NameOf(happened) is { } name)
        {
            if (WhyLeftOut(happened.Uuid, name) is { } why) logger.GuestEventLeftOut(happened.Uuid, name, why);
            else Report(happened.Uuid, name, batch, ct);
        }
        seen.Set(happened.Uuid, CrashRules.After(seen[happened.Uuid], happened));
    }

    private string? WhyLeftOut(Guid uuid, EventName name) =>
        !options.Events.Contains(name) ? "it is not among the events to report"
        : name == EventName.Crash && seen[uuid] == GuestMark.Crashed ? "the crash is known already"
        : repeated.IsRepeated(uuid, name) ? "the same was reported within the last minute"
        : null;

    /// <summary>Looks at all guests and reports those that crashed unheard.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="reports">Takes what is found.</param>
    /// <param name="suspectsOnly">
    /// While events arrive, the event of a crash may still be under way: a crash without one is believed when the next look shows it as
    /// well.
    /// </param>
    /// <param name="ct">Ends the look.</param>
    private async Task CompareAsync(ILibvirtConnection connection, IReports reports, bool suspectsOnly, CancellationToken ct)
    {
        var guests = await connection.ListAsync(onlyActive: false, ct);
        if (!seen.HasLooked) logger.GuestsFirstSeen(guests.Count, guests.Count(guest => guest.HasCrashed));
        var (before, batch) = (suspects, new ReportBatch(reports, seen));
        suspects = [];
        foreach (var guest in guests)
        {
            var crashed = seen.HasLooked && CrashRules.CrashedSince(seen[guest.Uuid], guest);
            if (crashed && suspectsOnly && !before.Contains(guest.Uuid)) suspects.Add(guest.Uuid);
            else TakeOver(guest, crashed, batch, ct);
        }
        await batch.KeptAsync();
        seen.KeepOnly(guests.Select(guest => guest.Uuid).ToHashSet());
        seen.Save();
        link.Sees();
    }

    private void TakeOver(GuestView guest, bool crashed, ReportBatch batch, CancellationToken ct)
    {
        if (crashed && options.Events.Contains(EventName.Crash))
        {
            logger.CrashFoundLater(guest.Uuid);
            Report(guest.Uuid, EventName.Crash, batch, ct);
        }
        seen.Set(guest.Uuid, CrashRules.MarkOf(guest));
    }

    private void Report(Guid uuid, EventName name, ReportBatch batch, CancellationToken ct)
    {
        batch.Add(uuid, GuestReport.Of(DriverName, hostName, uuid, name, clock.GetUtcNow()), ct);
        repeated.Note(uuid, name);
        logger.GuestEventReported(uuid, name);
    }
}
