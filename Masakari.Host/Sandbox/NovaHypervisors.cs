namespace Masakari.Host.Sandbox;

/// <summary>os-hypervisors, the short list.</summary>
internal sealed class NovaHypervisors(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory)
{
    public SimulatedAnswer List() => SimulatedAnswer.Of(200, new
    {
        hypervisors = inventory.Hosts.Select(h => new
        {
            id = h.HypervisorId,
            hypervisor_hostname = h.HypervisorHostname,
            state = h.LooksUp(timeline.Now, options.ServiceDownTime) ? "up" : "down",
            status = h.Disabled ? "disabled" : "enabled",
        }),
    });
}
