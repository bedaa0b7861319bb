using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Silence;

/// <summary>
/// Tells a dead host from a living one by Nova's service record alone (W32, W33). A heartbeat is <c>updated_at</c> moving, apart
/// from the moves that our own PUTs cause. Pure: fed with readings, asks nobody.
/// </summary>
internal sealed class SilenceJudge(DateTimeOffset? lastHeartbeat, TimeSpan wantedSilence)
{
    /// <summary>A dead process can't move its record twice; one move may be a heartbeat that was on its way.</summary>
    private const int HeartbeatsOfTheLiving = 2;

    private DateTimeOffset? lastSeen = lastHeartbeat;
    private MoveOfOurs moveOfOurs;
    private int heartbeats;

    /// <summary>Nova's last record of the host before it fell silent, as far as known.</summary>
    public DateTimeOffset? LastHeartbeat { get; private set; } = lastHeartbeat;

    /// <summary>Announces a disable of ours: if it is obeyed, it moves <c>updated_at</c> once.</summary>
    public void ExpectMoveOfOurs() => moveOfOurs = MoveOfOurs.Coming;

    /// <summary>A former life may have disabled the service: the move then seen is that, or a later heartbeat.</summary>
    public void ExpectMoveOfFormerLife() => moveOfOurs = MoveOfOurs.LongAgo;

    /// <summary>Takes in one reading.</summary>
    public SilenceVerdict Look(Reading<ComputeService> reading)
    {
        if (reading.Value.ForcedDown) return SilenceVerdict.ForcedDown;
        if (reading.Value.UpdatedAt is { } updatedAt && updatedAt != lastSeen) CountMove(updatedAt, reading.Value.Enabled);
        if (heartbeats >= HeartbeatsOfTheLiving) return SilenceVerdict.Alive;
        var silence = reading.At - (LastHeartbeat ?? reading.At);
        return !reading.Value.Up && silence >= wantedSilence ? SilenceVerdict.Silent : SilenceVerdict.Unsure;
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

/// <summary>What a look at the service record says.</summary>
internal enum SilenceVerdict
{
    /// <summary>Look again later.</summary>
    Unsure,

    /// <summary>Down by Nova, and silent for as long as wanted.</summary>
    Silent,

    /// <summary>Declared down by an administrator or a fencing agent: proof.</summary>
    ForcedDown,

    /// <summary>Down by Nova, and dead by the operator's word: proof.</summary>
    ConfirmedDown,

    /// <summary>Heartbeats go on: a false alarm.</summary>
    Alive,
}
