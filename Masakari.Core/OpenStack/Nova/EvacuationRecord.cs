namespace Masakari.Core.OpenStack.Nova;

/// <summary>Nova's record of one evacuation (API 2.53, GET /os-migrations with migration_type=evacuation).</summary>
public sealed record EvacuationRecord
{
    /// <summary>Nova's number; grows.</summary>
    public required long Id { get; init; }

    /// <summary>The instance.</summary>
    public required Guid InstanceId { get; init; }

    /// <summary>The host it leaves.</summary>
    public required string SourceHost { get; init; }

    /// <summary>The host it goes to, once known.</summary>
    public string? DestHost { get; init; }

    /// <summary>Nova's word: accepted, pre-migrating, done, completed, failed, error …</summary>
    public required string Status { get; init; }

    /// <summary>When it was asked for, by Nova's clock; <see langword="null"/> when Nova does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The instance belongs to the new host (<c>done</c>; <c>completed</c> once the old host has cleaned up).</summary>
    public bool IsDone => Status is "done" or "completed";

    /// <summary>The destination has begun to build the instance, or is done with it; <c>accepted</c> waits for a destination.</summary>
    public bool HasBegun => Status != "accepted" && !HasFailed;

    /// <summary>Nova gave up.</summary>
    public bool HasFailed => Status is "failed" or "error" or "cancelled";

    /// <summary>Nova is still at it.</summary>
    public bool IsOpen => !IsDone && !HasFailed;
}
