using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Journals;

/// <summary>A move about to be planned.</summary>
/// <param name="Server">The instance as it is now, but with the states in which its user wanted it.</param>
/// <param name="NewestForeignRecord">Nova's highest finished evacuation record of it, 0 when there is none.</param>
/// <param name="Position">Its place in the order of moves.</param>
internal sealed record PlannedMove(Server Server, long NewestForeignRecord, int Position)
{
    /// <summary>A vmove of the original that is gone on with; <see langword="null"/> = a new one.</summary>
    public Guid? VMove { get; init; }

    /// <summary>The original locked it: the lock is ours to take off.</summary>
    public bool LockedByUs { get; init; }

    /// <summary>
    /// When the original may have asked for its evacuation; <see langword="null"/> = it did not, or Nova shows the record.
    /// </summary>
    public DateTimeOffset? AskedAt { get; init; }
}
