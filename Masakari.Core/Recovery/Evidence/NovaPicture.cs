using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// Whether Nova receives heartbeats at all. While the message bus or the conductors are away, every host looks silent. So the silence of
/// one host counts only while Nova is seen to receive heartbeats of another one. After an outage, and when it is not known whether there was
/// one before the first look, the reported host gets the same time to report: not all nova-computes reconnect at the same moment.
/// </summary>
/// <param name="reportInterval">Nova's report_interval.</param>
/// <param name="clock">Its monotonic time orders our own readings; the clocks of Nova's services may differ.</param>
internal sealed class NovaPicture(TimeSpan reportInterval, TimeProvider clock)
{
    private const int IntervalsAtMost = 3;

    /// <summary>So many intervals without a heartbeat of any other host are a gap.</summary>
    private const double Gap = 1.5;

    /// <summary>The part of an interval by which a heartbeat may be seen late.</summary>
    private const double Late = 0.2;

    private Dictionary<string, ComputeService> before = [];
    private long? readAt;
    private long beganAt = clock.GetTimestamp();
    private long? beatAt;
    private long? aliveSince;
    private long? stretchSince;
    private bool wasDead;
    private DateTimeOffset? ownBeatAt;
    private bool hadNoOutage;

    /// <summary>For so long no heartbeat may come before Nova counts as deaf.</summary>
    public TimeSpan Window { get; } = reportInterval * IntervalsAtMost;

    /// <summary>The silence of the host was concluded with this picture, which has not begun anew since.</summary>
    public bool HasWitnessed { get; private set; }

    /// <summary>The last reading is so old that the next one begins anew.</summary>
    public bool IsOutdated => !IsWithinWindow(readAt, clock.GetTimestamp());

    /// <summary>A heartbeat of another host was seen.</summary>
    public bool HasHeard => beatAt is not null;

    /// <summary>
    /// Heartbeats of other hosts were seen in every window since at least one window. No such time is needed when the first of them followed
    /// the last heartbeat of the reported host without a gap: then there was no outage before the first look.
    /// </summary>
    public bool IsAlive => aliveSince is { } since && (hadNoOutage || clock.GetElapsedTime(since) >= Window);

    /// <summary>No heartbeat of another host was seen for a window.</summary>
    public bool IsDead => aliveSince is null && clock.GetElapsedTime(beganAt) >= Window;

    /// <summary>No heartbeat of another host came for a window, and they have not come again for a whole window since.</summary>
    public bool IsInOutage => IsDead || wasDead;

    /// <summary>
    /// Whether the heartbeats of other hosts came for a whole report interval without a gap within the last <paramref name="time"/>: long
    /// enough for every living host to report, also for one whose heartbeat is a little late, or is seen late by the next look.
    /// </summary>
    public bool HasHeardAllWithin(TimeSpan time)
    {
        if (beatAt is not { } last || stretchSince is not { } since) return false;
        var (lookedFor, withinTime) = (clock.GetElapsedTime(since, last), time - (reportInterval * Late) - clock.GetElapsedTime(last));
        return lookedFor >= reportInterval && withinTime >= reportInterval;
    }

    /// <summary>Forgets all readings: there was a long pause between them.</summary>
    public void BeginAnew()
    {
        (before, readAt, beatAt, aliveSince, stretchSince) = ([], null, null, null, null);
        (wasDead, hadNoOutage, HasWitnessed) = (false, false, false);
        beganAt = clock.GetTimestamp();
    }

    /// <summary>The silence of the host is concluded.</summary>
    public void Witness() => HasWitnessed = true;

    /// <summary>Compares a reading of the other services with the one before.</summary>
    /// <param name="others">The services of the other hosts.</param>
    /// <param name="ownBeat">
    /// The time of the reported host's last heartbeat in Nova's record; <see langword="null"/> = it is down, or the record may show a write.
    /// </param>
    public void TakeIn(IReadOnlyList<ComputeService> others, DateTimeOffset? ownBeat = null)
    {
        var now = clock.GetTimestamp();
        if (readAt is not null && !IsWithinWindow(readAt, now)) BeginAnew();   // what came in so long a pause is not known
        if (readAt is null) ownBeatAt = ownBeat;
        var beaten = IsWithinWindow(readAt, now) ? others.Where(HasBeaten).ToList() : [];
        if (beaten.Count > 0) NoteBeat(now, beaten.Min(service => service.UpdatedAt));
        if (!IsWithinWindow(beatAt, now)) aliveSince = null;
        else aliveSince ??= now;
        if (IsDead) (wasDead, hadNoOutage) = (true, false);
        else if (IsAlive) wasDead = false;
        readAt = now;
        before = others.DistinctBy(service => service.Id).ToDictionary(service => service.Id);
    }

    private void NoteBeat(long now, DateTimeOffset? recordedAt)
    {
        if (beatAt is null) hadNoOutage = recordedAt >= ownBeatAt && recordedAt - ownBeatAt <= reportInterval * Gap;
        if (beatAt is not { } last || clock.GetElapsedTime(last, now) > reportInterval * Gap) stretchSince = now;
        beatAt = now;
    }

    private bool IsWithinWindow(long? moment, long now) => moment is { } then && clock.GetElapsedTime(then, now) <= Window;

    private bool HasBeaten(ComputeService service) =>
        before.TryGetValue(service.Id, out var former) && service.Up && Heartbeats.HasBeaten(former, service);
}
