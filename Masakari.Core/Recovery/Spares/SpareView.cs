using Masakari.Core.Hosts;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Spares;

/// <summary>What the choice of a spare rests on.</summary>
internal sealed record SpareView
{
    /// <summary>The name of the failed host.</summary>
    public required string FailedHost { get; init; }

    /// <summary>The reserved hosts that may be taken, the newest first.</summary>
    public required IReadOnlyList<ComputeHost> Spares { get; init; }

    public required IReadOnlyList<ComputeService> Services { get; init; }

    /// <summary>Empty when Nova does not show them.</summary>
    public IReadOnlyList<HostAggregate> Aggregates { get; init; } = [];

    /// <summary>Empty when Nova does not show them.</summary>
    public IReadOnlyList<HostCapacity> Capacities { get; init; } = [];
}
