using Masakari.Core.Segments;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Bodies;

/// <summary>A segment on the wire. The answers for hosts contain the whole segment, too.</summary>
internal sealed record SegmentBody
{
    public required int Id { get; init; }
    public required Guid Uuid { get; init; }
    public required string Name { get; init; }
    public required string ServiceType { get; init; }
    public required bool Enabled { get; init; }
    public required string? Description { get; init; }
    public required string RecoveryMethod { get; init; }
    public required string CreatedAt { get; init; }
    public required string? UpdatedAt { get; init; }
    public string? DeletedAt { get; }
    public bool Deleted { get; }

    public static SegmentBody From(Segment segment) => new()
    {
        Id = segment.Id,
        Uuid = segment.Uuid,
        Name = segment.Name,
        ServiceType = segment.ServiceType,
        Enabled = segment.Enabled,
        Description = segment.Description,
        RecoveryMethod = segment.RecoveryMethod.ToText(),
        CreatedAt = WireTime.Text(segment.CreatedAt),
        UpdatedAt = WireTime.Text(segment.UpdatedAt),
    };
}
