namespace Masakari.Core.VMoves;

/// <summary>The record of one instance's move away from a failed host: one row per notification and instance.</summary>
public sealed record VMove
{
    /// <summary>The table's integer id; clients page by it.</summary>
    public required int Id { get; init; }

    /// <summary>The identity in the API.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The notification whose recovery moves the instance.</summary>
    public required Guid NotificationUuid { get; init; }

    /// <summary>Nova's id of the instance.</summary>
    public required Guid InstanceUuid { get; init; }

    /// <summary>The instance's name when the move was planned.</summary>
    public required string InstanceName { get; init; }

    /// <summary>The failed host (Nova's service host name).</summary>
    public string? SourceHost { get; init; }

    /// <summary>The new host (Nova's service host name), or <see langword="null"/>.</summary>
    public string? DestHost { get; init; }

    /// <summary>When evacuate was first called, UTC.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When the last attempt ended, UTC.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Always <c>evacuation</c> in rows of this service.</summary>
    public string? Type { get; init; }

    /// <summary>The status; <see langword="null"/> only in rows of other programs.</summary>
    public VMoveStatus? Status { get; init; }

    /// <summary>Why the move failed or was ignored, or <see langword="null"/>.</summary>
    public string? Message { get; init; }

    /// <summary>UTC, whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC, whole seconds.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
