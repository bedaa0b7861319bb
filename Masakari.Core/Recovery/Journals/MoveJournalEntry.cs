using Masakari.Core.OpenStack.Nova;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Journals;

/// <summary>One vmove with what Nova could not tell us afterwards (tables <c>vmoves</c> and <c>vmove_journal</c>).</summary>
internal sealed record MoveJournalEntry
{
    public required Guid VMove { get; init; }

    public required Guid Instance { get; init; }

    public required string InstanceName { get; init; }

    public required VMoveStatus Status { get; init; }

    /// <summary>It landed, or its instance no longer exists: no further attempt is made at it.</summary>
    public bool IsOver => Status is VMoveStatus.Succeeded or VMoveStatus.Ignored;

    /// <summary>It failed for good: no attempt of this notification moves it.</summary>
    public bool GivenUp { get; init; }

    /// <summary>
    /// The highest live migration because of which an earlier notification did not move the instance, and said so before this one was
    /// accepted; 0 = none. Whoever reported the host again has looked.
    /// </summary>
    public long LiveMigrationReported { get; init; }

    /// <summary>
    /// The vm_state when the move was planned, or when an earlier move that did not land was. The final state follows from it.
    /// </summary>
    public required string VmState { get; init; }

    public string? TaskState { get; init; }

    /// <summary>The power_state then.</summary>
    public int PowerState { get; init; }

    /// <summary>
    /// It had stopped without a user: its user wants it active, but its guest did not run. Nova brings it up stopped, and it is then started.
    /// </summary>
    public bool IsToBeStarted => VmState == "active" && PowerState == Server.PowerShutDown;

    /// <summary>We locked it, or were about to, and have not seen the unlock succeed.</summary>
    public bool LockedByUs { get; init; }

    /// <summary>We reset its state to error, or were about to.</summary>
    public bool ResetByUs { get; init; }

    /// <summary>The highest evacuation record of Nova that is not of our asking; anything above it is.</summary>
    public long NewestForeignRecord { get; init; }

    /// <summary>How long ago evacuate was (about to be) called without Nova's refusal known; <see langword="null"/> = not asked.</summary>
    public TimeSpan? IntentAge { get; init; }

    /// <summary>The reserved host that the last call named, or was to name; <see langword="null"/> = none.</summary>
    public string? Target { get; init; }

    /// <summary>The host on which it landed; <see langword="null"/> = it has not.</summary>
    public string? Destination { get; init; }

    /// <summary>The database has changed since: a later call than the journal knows may be on its way.</summary>
    public bool IsDoubted { get; init; }
}
