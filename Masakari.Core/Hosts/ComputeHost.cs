using Masakari.Core.Segments;

namespace Masakari.Core.Hosts;

/// <summary>A nova-compute host registered in a segment.</summary>
public sealed record ComputeHost
{
    /// <summary>The table's integer id; clients page by it.</summary>
    public required int Id { get; init; }

    /// <summary>The identity in the API.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Nova's service host name; unique over all segments among the hosts that are not deleted.</summary>
    public required string Name { get; init; }

    /// <summary>The segment the host belongs to.</summary>
    public required Segment Segment { get; init; }

    /// <summary>Free text, not interpreted.</summary>
    public required string Type { get; init; }

    /// <summary>Free text, not interpreted.</summary>
    public required string ControlAttributes { get; init; }

    /// <summary>Whether the host is a spare.</summary>
    public bool Reserved { get; init; }

    /// <summary>While true, notifications about the host are refused and it is never a spare.</summary>
    public bool OnMaintenance { get; init; }

    /// <summary>UTC, whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC, whole seconds; <see langword="null"/> until something was really changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
