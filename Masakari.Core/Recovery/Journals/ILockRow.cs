namespace Masakari.Core.Recovery.Journals;

/// <summary>The row of a journal in which a lock of ours on an instance stands: of a move, or of a guest's recovery.</summary>
internal interface ILockRow
{
    /// <summary>The instance.</summary>
    Guid Instance { get; }

    /// <summary>Notes whether the lock is ours to take off.</summary>
    Task NoteAsync(bool byUs);

    /// <summary>Notes that the sweep is to unlock once more, after that time.</summary>
    Task NoteUnlockAgainAsync(TimeSpan after);

    /// <summary>Notes that the lock is off. Nothing waits for this.</summary>
    void NoteUnlocked(Action<Exception> failed);
}
