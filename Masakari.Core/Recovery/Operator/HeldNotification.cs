namespace Masakari.Core.Recovery.Operator;

/// <summary>A held recovery: the Python original has begun it, or too many hosts fail at the same time.</summary>
public sealed record HeldNotification
{
    /// <summary>The notification's uuid.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>As on the wire, e.g. <c>COMPUTE_HOST</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The failed host, also when it is no longer registered; its uuid when nothing is known of it.</summary>
    public required string Host { get; init; }

    /// <summary>When its row last changed: since then it runs, or is held.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Its vmoves, and those of them that are neither succeeded nor failed.</summary>
    public required (long All, long Open) VMoves { get; init; }

    /// <summary>Too many hosts fail at the same time; else the Python original has begun it.</summary>
    public bool IsInMassFailure { get; init; }

    /// <summary>Who released it and why, as one text; <see langword="null"/> = it is held.</summary>
    public string? Release { get; init; }

    /// <summary>The operator has aborted it: an engine takes it up to end it.</summary>
    public bool IsAborted { get; init; }

    /// <summary>Whether an engine may take the recovery up: it is released or aborted.</summary>
    public bool MayGoOn => Release is not null || IsAborted;
}
