using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Spares;

/// <summary>Whether a spare that was taken is used. Pure.</summary>
internal enum SpareUse
{
    /// <summary>Nothing is on it, and nothing is on its way.</summary>
    Unused,

    /// <summary>Nothing is on it, but an evacuation may yet land there.</summary>
    MayLand,

    /// <summary>There are instances on it, ours or others.</summary>
    Used,
}

/// <summary>Decides <see cref="SpareUse"/>.</summary>
internal static class SpareUseRules
{
    /// <summary>Longer than a call may be on its way whose answer was lost.</summary>
    public static readonly TimeSpan CallArrivesWithin = NovaTimeouts.Evacuate + TimeSpan.FromSeconds(10);

    /// <param name="spare">The name of the spare.</param>
    /// <param name="hasInstances">Nova shows instances on it.</param>
    /// <param name="moves">The moves of the recovery.</param>
    /// <param name="evacuations">Nova's evacuations away from the failed host.</param>
    public static SpareUse Of(
        string spare, bool hasInstances, IReadOnlyList<MoveJournalEntry> moves, IReadOnlyList<EvacuationRecord> evacuations)
    {
        // A list may be short while a cell of Nova is away.
        if (hasInstances || moves.Any(move => move.Status == VMoveStatus.Succeeded && move.Destination == spare)) return SpareUse.Used;
        var aimedAt = moves.Where(move => move.Target == spare && move.IntentAge is not null && !move.IsOver).ToList();
        var ids = aimedAt.Select(move => move.Instance).ToHashSet();
        var isOpen = evacuations.Any(one => one.IsOpen && (one.DestHost == spare || (one.DestHost is null && ids.Contains(one.InstanceId))));
        return isOpen || aimedAt.Any(move => MayBeOnItsWay(move, evacuations)) ? SpareUse.MayLand : SpareUse.Unused;
    }

    private static bool MayBeOnItsWay(MoveJournalEntry move, IReadOnlyList<EvacuationRecord> evacuations) =>
        move.IntentAge < CallArrivesWithin
        && !evacuations.Any(one => one.InstanceId == move.Instance && one.Id > move.NewestForeignRecord);
}
