using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// Tells a dead host from a living one by Nova's service record alone. A change of <c>updated_at</c> counts as a heartbeat, apart from the
/// changes that our own PUTs cause. A dead process can't change its record twice; one change may be a heartbeat that was on its way.
/// </summary>
internal sealed class SilenceEvidence(DateTimeOffset? lastHeartbeat, TimeSpan wantedSilence) : IEvidenceSource
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

    public Task<EvidenceVerdict?> JudgeAsync(Reading<ComputeService> reading, CancellationToken ct) => Task.FromResult(Judge(reading));

    private EvidenceVerdict? Judge(Reading<ComputeService> reading)
    {
        if (reading.Value.UpdatedAt is { } updatedAt && updatedAt != lastSeen) CountChange(updatedAt, reading.Value.Enabled);
        if (heartbeats >= HeartbeatsOfTheLiving) return EvidenceVerdict.Alive;
        var silence = reading.At - (LastHeartbeat ?? reading.At);
        return !reading.Value.Up && silence >= wantedSilence ? EvidenceVerdict.Dead(DeathEvidence.Silence) : null;
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
