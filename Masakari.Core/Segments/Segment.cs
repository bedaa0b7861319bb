namespace Masakari.Core.Segments;

/// <summary>A failover segment: hosts that share one recovery method and one on/off switch.</summary>
public sealed record Segment
{
    /// <summary>The table's integer id; clients page by it.</summary>
    public required int Id { get; init; }

    /// <summary>The identity in the API.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Unique among the segments that are not deleted.</summary>
    public required string Name { get; init; }

    /// <summary>Free text, usually <c>COMPUTE</c>.</summary>
    public required string ServiceType { get; init; }

    /// <summary>Free text, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>Where the instances of a failed host go.</summary>
    public required RecoveryMethod RecoveryMethod { get; init; }

    /// <summary>Whether failures in this segment are recovered at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>UTC, whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC, whole seconds; <see langword="null"/> until something was really changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
