namespace Masakari.Core.Recovery.Status;

/// <summary>A notification that is not over.</summary>
public sealed record RecoveryState
{
    /// <summary>The notification's uuid.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>As on the wire, e.g. <c>COMPUTE_HOST</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The reported host, also when it is no longer registered; its uuid when nothing is known of it.</summary>
    public required string Host { get; init; }

    /// <summary>As on the wire: <c>new</c>, <c>running</c> or <c>error</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When its row last changed.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The attempts that have failed.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>When the next attempt is due; <see langword="null"/> = none is.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>The controller that works on it; <see langword="null"/> = none does at the moment.</summary>
    public string? Controller { get; init; }

    /// <summary>What it waits for, or how the last attempt failed; <see langword="null"/> = nothing is said.</summary>
    public string? Message { get; init; }
}
