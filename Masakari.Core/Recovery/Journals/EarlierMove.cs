namespace Masakari.Core.Recovery.Journals;

/// <summary>A move that some notification planned for an instance.</summary>
internal sealed record EarlierMove
{
    public required Guid Instance { get; init; }

    /// <summary>It succeeded.</summary>
    public required bool HasLanded { get; init; }

    /// <summary>When it was planned, in whole seconds; <see langword="null"/> = not known.</summary>
    public required DateTimeOffset? PlannedAt { get; init; }

    /// <summary>When its last attempt ended, in whole seconds; <see langword="null"/> = it has not.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>The host to which it has brought the instance, in whatever state; <see langword="null"/> = none.</summary>
    public required string? Destination { get; init; }

    /// <inheritdoc cref="MoveEnd.WarnedRecord"/>
    public required long? WarnedRecord { get; init; }

    /// <inheritdoc cref="MoveJournalEntry.NewestForeignRecord"/>
    public required long NewestForeignRecord { get; init; }

    /// <summary>The vm_state to which it was to bring the instance back.</summary>
    public required string VmState { get; init; }

    public required int PowerState { get; init; }
}
