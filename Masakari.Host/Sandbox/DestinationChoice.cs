namespace Masakari.Host.Sandbox;

/// <summary>
/// The scheduler: chooses the least loaded host that is enabled, up in Nova's view and has room. The host's real state plays no part.
/// </summary>
internal sealed class DestinationChoice(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory)
{
    /// <summary>Null: there is no valid host.</summary>
    public ComputeHost? For(Evacuation evacuation)
    {
        var candidates = evacuation.Requested is { } requested ? [requested] : inventory.Hosts;
        return candidates.Where(h => h != evacuation.Source && IsUsable(h))
            .OrderBy(Load).ThenBy(h => h.Name, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private bool IsUsable(ComputeHost host) =>
        !host.Disabled
        && host.LooksUp(timeline.Now, options.ServiceDownTime)
        && host.UnschedulableUntil <= timeline.Now
        && Load(host) < host.Capacity;

    private static int Load(ComputeHost host) => host.Instances.Count + host.Arriving;
}
