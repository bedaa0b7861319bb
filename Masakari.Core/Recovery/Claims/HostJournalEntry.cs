namespace Masakari.Core.Recovery.Claims;

/// <summary>The journal of one host recovery.</summary>
internal sealed record HostJournalEntry
{
    /// <summary>The host was not on maintenance before; an operator's PUT makes it theirs.</summary>
    public bool MaintenanceByUs { get; init; }

    /// <summary>The host was a spare before.</summary>
    public bool ReservedCleared { get; init; }

    /// <summary>We disabled its nova-compute, or were about to.</summary>
    public bool ServiceDisabledByUs { get; init; }

    /// <summary>Its last heartbeat by Nova's record, before our own PUT moved it.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>Why it may be evacuated: <c>silence</c>, <c>forced_down</c> or <c>confirmed_down</c>; <see langword="null"/> = not known to be dead.</summary>
    public string? Proof { get; init; }
}
