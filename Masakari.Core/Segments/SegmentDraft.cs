namespace Masakari.Core.Segments;

/// <summary>A segment that is to be created; its shape has been checked.</summary>
public sealed record SegmentDraft
{
    /// <inheritdoc cref="Segment.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="Segment.ServiceType"/>
    public required string ServiceType { get; init; }

    /// <inheritdoc cref="Segment.Description"/>
    public string? Description { get; init; }

    /// <inheritdoc cref="Segment.RecoveryMethod"/>
    public required RecoveryMethod RecoveryMethod { get; init; }

    /// <inheritdoc cref="Segment.Enabled"/>
    public bool Enabled { get; init; } = true;
}
