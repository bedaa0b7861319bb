using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// Tells a dead host from a living one by Nova's service record alone. A change of <c>updated_at</c> counts as a heartbeat, apart from the
/// changes that our own PUTs cause. A dead process can't change its record twice; one change may be a heartbeat that was on its way.
/// The silence counts only while Nova receives heartbeats of another host, and while there is a destination.
/// </summary>
internal sealed class SilenceEvidence(DateTimeOffset? lastHeartbeat, EvidenceOptions options, NovaPicture picture) : IEvidenceSource
{
    private const int HeartbeatsOfTheLiving = 2;

    private DateTimeOffset? lastSeen = lastHeartbeat;
    private OwnPut ownPut;
    private int heartbeats;

    /// <summary>Nova's last record of the host before it fell silent, as far as known.</summary>
    public DateTimeOffset? LastHeartbeat { get; private set; } = lastHeartbeat;

    /// <summary>Announces a disable of ours: when Nova carries it out, <c>updated_at</c> changes once.</summary>
    public void ExpectOwnPut() => ownPut = OwnPut.Coming;

    /// <summary>A former life may have disabled the service: the change then seen is that, or a later heartbeat.</summary>
    public void ExpectPutOfFormerLife() => ownPut = OwnPut.LongAgo;

    public Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct) => Task.FromResult(Judge(reading));

    private EvidenceVerdict? Judge(HostReading reading)
    {
        picture.TakeIn(reading.Others);
        if (reading.Service.UpdatedAt is { } updatedAt && updatedAt != lastSeen) CountChange(updatedAt, reading.Service.Enabled);
        if (heartbeats >= HeartbeatsOfTheLiving) return EvidenceVerdict.Alive;
        var silence = reading.At - (LastHeartbeat ?? reading.At);
        return reading.Service.Up || silence < options.WantedSilence ? null : Weigh(reading);
    }

    /// <summary>What the silence is worth: without a look at the others for some time, nothing yet.</summary>
    private EvidenceVerdict? Weigh(HostReading reading)
    {
        var host = reading.Service.Host;
        if (options.RequireProof) return EvidenceVerdict.Waiting(WaitWords.ForProof(host));
        if (picture.IsDead) return EvidenceVerdict.Waiting(WaitWords.ForHeartbeats(host));
        if (!picture.IsAlive) return null;
        return reading.Others.Any(other => other is { Enabled: true, Up: true, ForcedDown: false })
            ? EvidenceVerdict.Dead(DeathEvidence.Silence)
            : EvidenceVerdict.Waiting(WaitWords.ForDestination(host));
    }

    private void CountChange(DateTimeOffset updatedAt, bool enabled)
    {
        var first = lastSeen is null;
        lastSeen = updatedAt;
        // While the service still shows enabled, no disable has changed its record, however often we have sent one.
        var expected = first || enabled ? OwnPut.None : ownPut;
        if (expected != OwnPut.None) ownPut = OwnPut.None;
        if (expected != OwnPut.Coming) LastHeartbeat = updatedAt;
        if (expected == OwnPut.None && !first) heartbeats++;
    }

    private enum OwnPut
    {
        None,
        Coming,
        LongAgo,
    }
}
