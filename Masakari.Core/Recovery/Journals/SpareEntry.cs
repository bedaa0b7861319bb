namespace Masakari.Core.Recovery.Journals;

/// <summary>A reserved host that a recovery has taken, with what the recovery has changed on it (table <c>spare_journal</c>).</summary>
internal sealed record SpareEntry
{
    /// <summary>The registered host.</summary>
    public required Guid Host { get; init; }

    /// <summary>Its name in Nova.</summary>
    public required string Name { get; init; }

    public required SpareState State { get; init; }

    /// <summary>The host's row was changed at that time, by the taking. A later change is somebody else's.</summary>
    public required DateTimeOffset RowChangedAt { get; init; }

    /// <summary>Whether its service was enabled by us.</summary>
    public required SpareEnabling Enabling { get; init; }

    /// <summary>The reason of the disable before; <see langword="null"/> = it had none.</summary>
    public string? FormerReason { get; init; }

    /// <summary>The numbers of the aggregates to which it was added by us, or was about to be.</summary>
    public IReadOnlyList<long> Aggregates { get; init; } = [];
}

/// <summary>What becomes of a spare that was taken.</summary>
internal enum SpareState
{
    /// <summary>Instances are to go to it.</summary>
    Taken,

    /// <summary>Nothing has landed on it: it is being made a spare again.</summary>
    GivingBack,

    /// <summary>Instances have landed on it: it is an ordinary host now.</summary>
    Kept,
}

/// <summary>Whether we have enabled the service of a spare.</summary>
internal enum SpareEnabling
{
    /// <summary>No.</summary>
    No,

    /// <summary>We were about to.</summary>
    Meant,

    /// <summary>Nova has shown it enabled since.</summary>
    Done,

    /// <summary>It was enabled before we did anything.</summary>
    Found,
}
