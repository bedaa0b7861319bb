using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// Tells a dead host from a living one by Nova's service record alone. <c>updated_at</c> counts as a heartbeat when it moves, apart from
/// the moves that our own PUTs cause. A process that is dead can't move its record twice; one move may be a heartbeat that was on its way.
/// </summary>
internal sealed class SilenceEvidence(DateTimeOffset? lastHeartbeat, TimeSpan wantedSilence) : IEvidenceSource
{
    private const int HeartbeatsOfTheLiving = 2;

    private DateTimeOffset? lastSeen = lastHeartbeat;
    private MoveOfOurs moveOfOurs;
    private int heartbeats;

    /// <summary>Nova's last record of the host before it fell silent, as far as known.</summary>
    public DateTimeOffset? LastHeartbeat { get; private set; } = lastHeartbeat;

    /// <summary>Announces a disable of ours: when Nova carries it out, it moves <c>updated_at</c> once.</summary>
    public void ExpectMoveOfOurs() => moveOfOurs = MoveOfOurs.Coming;

    /// <summary>A former life may have disabled the service: the move then seen is that, or a later heartbeat.</summary>
    public void ExpectMoveOfFormerLife() => moveOfOurs = MoveOfOurs.LongAgo;

    public Task<EvidenceVerdict?> JudgeAsync(Reading<ComputeService> reading, CancellationToken ct) => Task.FromResult(Judge(reading));

    private EvidenceVerdict? Judge(Reading<ComputeService> reading)
    {
        if (reading.Value.UpdatedAt is { } updatedAt && updatedAt != lastSeen) CountMove(updatedAt, reading.Value.Enabled);
        if (heartbeats >= HeartbeatsOfTheLiving) return EvidenceVerdict.Alive;
        var silence = reading.At - (LastHeartbeat ?? reading.At);
        return !reading.Value.Up && silence >= wantedSilence ? EvidenceVerdict.Dead(DeathEvidence.Silence) : null;
    }

    private void CountMove(DateTimeOffset updatedAt, bool enabled)
    {
        var first = lastSeen is null;
        lastSeen = updatedAt;
        // A service that still shows enabled was not moved by a disable, however often we have sent one.
        var expected = first || enabled ? MoveOfOurs.None : moveOfOurs;
        if (expected != MoveOfOurs.None) moveOfOurs = MoveOfOurs.None;
        if (expected != MoveOfOurs.Coming) LastHeartbeat = updatedAt;
        if (expected == MoveOfOurs.None && !first) heartbeats++;
    }

    private enum MoveOfOurs
    {
        None,
        Coming,
        LongAgo,
    }
}
