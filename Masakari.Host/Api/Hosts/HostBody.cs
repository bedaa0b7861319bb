using Masakari.Core.Hosts;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Hosts;

/// <summary>A host on the wire, with its whole segment.</summary>
internal sealed record HostBody
{
    public required int Id { get; init; }
    public required Guid Uuid { get; init; }
    public required string Name { get; init; }
    public required Guid FailoverSegmentId { get; init; }
    public required SegmentBody FailoverSegment { get; init; }
    public required string Type { get; init; }
    public required bool Reserved { get; init; }
    public required string ControlAttributes { get; init; }
    public required bool OnMaintenance { get; init; }
    public required string CreatedAt { get; init; }
    public required string? UpdatedAt { get; init; }
    public string? DeletedAt { get; }
    public bool Deleted { get; }

    public static HostBody From(ComputeHost host) => From(host, SegmentBody.From(host.Segment));

    /// <summary>As above, for a list of hosts of one segment.</summary>
    public static HostBody From(ComputeHost host, SegmentBody segment) => new()
    {
        Id = host.Id,
        Uuid = host.Uuid,
        Name = host.Name,
        FailoverSegmentId = host.Segment.Uuid,
        FailoverSegment = segment,
        Type = host.Type,
        Reserved = host.Reserved,
        ControlAttributes = host.ControlAttributes,
        OnMaintenance = host.OnMaintenance,
        CreatedAt = WireTime.Text(host.CreatedAt),
        UpdatedAt = WireTime.Text(host.UpdatedAt),
    };
}
