using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>One look at a host that is back.</summary>
internal sealed record GuestLook
{
    /// <summary>Heartbeats have stopped again.</summary>
    public required bool IsSilent { get; init; }

    /// <summary>The instances that Nova shows on the host. A guest that is not among them is deleted, or on another host.</summary>
    public required IReadOnlyDictionary<Guid, Server> Servers { get; init; }

    /// <summary>The evacuations away from the host; not read while no instance is stopped.</summary>
    public required ILookup<Guid, EvacuationRecord> Evacuations { get; init; }
}
