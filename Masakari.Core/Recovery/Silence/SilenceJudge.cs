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
    private int movesOfOurs;
    private int heartbeats;

    /// <summary>Nova's last record of the host before it fell silent, as far as known.</summary>
    public DateTimeOffset? LastHeartbeat { get; private set; } = lastHeartbeat;

    /// <summary>Announces a PUT of ours: it will move <c>updated_at</c> once.</summary>
    public void ExpectMoveOfOurs() => movesOfOurs++;

    /// <summary>Takes in one reading.</summary>
    public SilenceVerdict Look(Reading<ComputeService> reading)
    {
        if (reading.Value.ForcedDown) return SilenceVerdict.ForcedDown;
        CountMove(reading.Value.UpdatedAt);
        if (heartbeats >= HeartbeatsOfTheLiving) return SilenceVerdict.Alive;
        var silence = reading.At - (LastHeartbeat ?? reading.At);
        return !reading.Value.Up && silence >= wantedSilence ? SilenceVerdict.Silent : SilenceVerdict.Unsure;
    }

    private void CountMove(DateTimeOffset? updatedAt)
    {
        if (updatedAt is null || updatedAt == lastSeen) return;
        var first = lastSeen is null;
        lastSeen = updatedAt;
        if (!first && movesOfOurs > 0)
        {
            movesOfOurs--;
            return;
        }
        LastHeartbeat = updatedAt;
        if (!first) heartbeats++;
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

    /// <summary>Heartbeats go on: a false alarm.</summary>
    Alive,
}
