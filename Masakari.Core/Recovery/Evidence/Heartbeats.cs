using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// Tells the heartbeats of a host from the writes of others, by comparing each reading with the one before. Nova shows one time for both:
/// <c>updated_at</c> of the service's record.
/// </summary>
/// <param name="known">What a former attempt or life has left in the journal.</param>
/// <param name="reportInterval">Nova's report_interval.</param>
/// <param name="clock">Counts how long the host has been quiet.</param>
internal sealed class Heartbeats(HostJournalEntry known, TimeSpan reportInterval, TimeProvider clock)
{
    /// <summary>A dead process cannot report twice; one heartbeat may have been on its way when the host died.</summary>
    private const int OfTheLiving = 2;

    private int seen;
    private long? quietSince;

    /// <summary>
    /// The silence before this time says nothing about the host, because its nova-compute was known to have stopped; <see langword="null"/> =
    /// all of it counts.
    /// </summary>
    public DateTimeOffset? SilenceFrom { get; set; } = known.SilenceFrom;

    /// <summary>Since when the host has been silent, as far as that says something about it.</summary>
    public DateTimeOffset? SilentSince => SilenceFrom > Last ? SilenceFrom : Last;

    /// <summary>The last reading, as the journal keeps it.</summary>
    public HostSighting? Sighting { get; private set; } = known.Sighting;

    /// <summary>The host has missed heartbeats, before or after its report: if it is back, it may have rebooted.</summary>
    public bool HasMissedSome { get; private set; } = known.WasAway;

    /// <summary>The last heartbeat by Nova's clock, as far as known: before the first change it is the time of the record.</summary>
    public DateTimeOffset? Last { get; private set; } = known.HeartbeatAt;

    /// <summary>Heartbeats go on.</summary>
    public bool GoOn => seen >= OfTheLiving;

    /// <summary>How long we have looked without seeing a heartbeat, by our monotonic clock.</summary>
    public TimeSpan Quiet => quietSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Somebody has forced the service down after our first look, and no heartbeat came since.</summary>
    public bool WasDeclaredDown { get; private set; }

    /// <summary>Compares a reading with the one before.</summary>
    /// <returns>Whether a heartbeat came between the two, or may have come: what was concluded before no longer holds.</returns>
    public bool TakeIn(ComputeService service, DateTimeOffset at)
    {
        var (before, now) = (Sighting, Of(service, at));
        Sighting = now;
        quietSince ??= clock.GetTimestamp();
        Last ??= now.UpdatedAt;
        var change = before is null ? Change.None : Compare(before, now, service.Up, reportInterval);
        var mayHaveReported = change is Change.Heartbeat or Change.Unknown;
        if (change == Change.Heartbeat) seen++;
        HasMissedSome |= service is { Up: false, ForcedDown: false } || (mayHaveReported && now.UpdatedAt - Last > reportInterval * 2);
        if (mayHaveReported) (Last, quietSince) = (now.UpdatedAt, clock.GetTimestamp());
        var isDeclared = before is { ForcedDown: false } && change != Change.Heartbeat;
        WasDeclaredDown = now.ForcedDown && (isDeclared || (WasDeclaredDown && !mayHaveReported));
        return mayHaveReported;
    }

    /// <summary>What the journal keeps of it after a reading.</summary>
    /// <param name="voidsEvidence">What <see cref="TakeIn"/> has said.</param>
    public HeartbeatNote Note(bool voidsEvidence) => new()
    {
        Sighting = Sighting!,
        HeartbeatAt = Last,
        SilenceFrom = SilenceFrom,
        WasAway = HasMissedSome,
        VoidsEvidence = voidsEvidence,
    };

    /// <summary>Whether a host has reported between two readings that are close together.</summary>
    public static bool HasBeaten(ComputeService before, ComputeService now) =>
        Compare(Of(before, default), Of(now, default), now.Up, TimeSpan.MaxValue) == Change.Heartbeat;

    /// <summary>
    /// What a change of the record's time means. A heartbeat makes the service up, unless it is forced down. When the change came long after
    /// the former reading, we have looked away: the settings then tell little, because more than one write may lie between.
    /// </summary>
    private static Change Compare(HostSighting before, HostSighting now, bool up, TimeSpan close)
    {
        if (now.UpdatedAt == before.UpdatedAt) return Change.None;
        var hasSameSettings = now.HasTheSettingsOf(before);
        if (now.UpdatedAt - before.At > close) return hasSameSettings ? Change.Heartbeat : Change.Unknown;
        return hasSameSettings && (up || now.ForcedDown) ? Change.Heartbeat : Change.Write;
    }

    private static HostSighting Of(ComputeService service, DateTimeOffset at) => new()
    {
        At = at,
        UpdatedAt = service.UpdatedAt,
        Enabled = service.Enabled,
        DisabledReason = service.DisabledReason,
        ForcedDown = service.ForcedDown,
    };

    private enum Change
    {
        None,
        Heartbeat,

        /// <summary>Somebody's PUT.</summary>
        Write,

        /// <summary>A PUT, and perhaps a heartbeat before it.</summary>
        Unknown,
    }
}
