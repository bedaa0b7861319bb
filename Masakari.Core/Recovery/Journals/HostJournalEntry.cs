namespace Masakari.Core.Recovery.Journals;

/// <summary>The journal of one host recovery.</summary>
internal sealed record HostJournalEntry
{
    /// <summary>The host was not on maintenance before; an operator's PUT makes it theirs.</summary>
    public bool MaintenanceByUs { get; init; }

    /// <summary>The host was a spare before.</summary>
    public bool ReservedCleared { get; init; }

    /// <summary>We disabled its nova-compute, or were about to.</summary>
    public bool ServiceDisabledByUs { get; init; }

    /// <summary>Its last heartbeat by Nova's record, as far as known.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>The silence before this time says nothing about the host; <see langword="null"/> = all of it counts.</summary>
    public DateTimeOffset? SilenceFrom { get; init; }

    /// <summary>It has missed heartbeats, before or after its report: if it is back, it may have rebooted.</summary>
    public bool WasAway { get; init; }

    /// <summary>What Nova showed last of its nova-compute; <see langword="null"/> = it was not looked at.</summary>
    public HostSighting? Sighting { get; init; }

    /// <summary>Why it may be evacuated; <see langword="null"/> = it is not known to be dead.</summary>
    public DeathEvidence? Evidence { get; init; }

    /// <summary>When that was seen, by Nova's clock.</summary>
    public DateTimeOffset? EvidenceSeenAt { get; init; }
}
