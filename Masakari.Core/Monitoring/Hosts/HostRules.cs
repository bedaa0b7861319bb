namespace Masakari.Core.Monitoring.Hosts;

/// <summary>How a look at a host changes what is known of it, and what Masakari must then be told. Pure functions.</summary>
internal static class HostRules
{
    /// <summary>
    /// The cluster may remember a fencing while its membership still shows the host online: a sign that is younger than this when the host
    /// goes offline belongs to the present.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>Of a host that this monitor has never seen online, signs of a crash count for so long.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    /// <param name="before">What was known; <see langword="null"/> = the host is new.</param>
    /// <param name="sight">The look.</param>
    /// <param name="now">The time.</param>
    public static HostRecord See(HostRecord? before, HostSight sight, DateTimeOffset now)
    {
        var known = before ?? new HostRecord { Since = now };
        var crashed = sight.CrashedAt is { } at && IsNew(known, at, now);
        var state = sight.State switch
        {
            HostState.Unknown => known.State,
            // The dead stay dead until they are seen online: a fenced host looks as if it had left in order.
            HostState.Planned when known.State == HostState.Failed || crashed => HostState.Failed,
            var seen => seen,
        };
        var next = state == known.State ? known : known with { State = state, Since = now, FencedAt = null };
        return state switch
        {
            HostState.Online => NoteOldCrash(next, sight.CrashedAt, now),
            HostState.Failed when sight.State == HostState.Planned && sight.FencedAt is { } fenced && IsNew(known, fenced, now) =>
                next with { FencedAt = fenced },
            _ => next,
        };
    }

    /// <summary>What is to be added to the spool now; <see langword="null"/> = nothing.</summary>
    public static Telling? Due(HostRecord record) => record.State switch
    {
        HostState.Failed when record.Latest != Telling.Stopped => Telling.Stopped,
        // A report that waits is dropped or accepted first.
        HostState.Online when record.Asked is null && record.Told is Telling.Stopped or Telling.Unconfirmed => Telling.Started,
        _ => null,
    };

    private static bool IsNew(HostRecord known, DateTimeOffset at, DateTimeOffset now)
    {
        if (known.State == HostState.Failed && known.FencedAt == at) return true;
        if (known.State == HostState.Unknown) return now - at <= Fresh;
        return at != known.OldCrash || now - known.OldCrashSeenAt <= Overlap;
    }

    private static HostRecord NoteOldCrash(HostRecord record, DateTimeOffset? at, DateTimeOffset now) =>
        record.OldCrash == at ? record : record with { OldCrash = at, OldCrashSeenAt = now };
}
