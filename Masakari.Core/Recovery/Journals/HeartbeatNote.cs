namespace Masakari.Core.Recovery.Journals;

/// <summary>What the next attempt or life must know of a look at the heartbeats of a host.</summary>
internal sealed record HeartbeatNote
{
    /// <inheritdoc cref="HostJournalEntry.Sighting"/>
    public required HostSighting Sighting { get; init; }

    /// <inheritdoc cref="HostJournalEntry.HeartbeatAt"/>
    public required DateTimeOffset? HeartbeatAt { get; init; }

    /// <inheritdoc cref="HostJournalEntry.SilenceFrom"/>
    public required DateTimeOffset? SilenceFrom { get; init; }

    /// <inheritdoc cref="HostJournalEntry.WasAway"/>
    public required bool WasAway { get; init; }

    /// <summary>A heartbeat came, or may have come: the evidence is void.</summary>
    public required bool VoidsEvidence { get; init; }
}
