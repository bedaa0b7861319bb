namespace Masakari.Host.Sandbox;

/// <summary>os-hypervisors. Only a host's own resource tracker writes running_vms, so that number never falls after a death.</summary>
internal sealed class NovaHypervisors(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory)
{
    private const int MemoryOfInstance = 2048;
    private const int MostShown = 1000;

    public SimulatedAnswer List() => SimulatedAnswer.Of(200, new
    {
        hypervisors = inventory.Hosts.Select(h => new
        {
            id = h.HypervisorId,
            hypervisor_hostname = h.HypervisorHostname,
            state = h.LooksUp(timeline.Now, options.ServiceDownTime) ? "up" : "down",
            status = h.Disabled ? "disabled" : "enabled",
            memory_mb = Math.Min(h.Capacity, MostShown) * MemoryOfInstance,
            memory_mb_used = h.Instances.Count * MemoryOfInstance,
            running_vms = h.IsAlive ? h.Instances.Count : h.TrackedInstances,
            service = new { id = h.ServiceId, host = h.Name, disabled_reason = h.DisabledReason },
        }),
    });
}
