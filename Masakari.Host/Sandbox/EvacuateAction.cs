using System.Text.Json;
using static Masakari.Host.Sandbox.InstanceStates;

namespace Masakari.Host.Sandbox;

/// <summary>
/// The checks of the evacuate action, in Nova's order. Nova does not check task_state: it accepts a second evacuate of the same
/// instance, and the second evacuate breaks the instance.
/// </summary>
internal sealed class EvacuateAction(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory, EvacuationLife life)
{
    public SimulatedAnswer Run(NovaCall call, Instance instance, JsonElement wish)
    {
        if (!call.IsAdmin) return NovaFault.Forbidden("os_compute_api:os-evacuate");
        var target = wish.Text("host");
        var requested = target is null ? null : inventory.FindHost(target);
        if (target is not null && requested is null) return NovaFault.NotFound($"Compute host {target} not found.");
        if (requested == instance.Host) return NovaFault.BadRequest("The target host can't be the same one.");
        if (instance.VmState is not (Active or Stopped or Error))
            return NovaFault.Conflict($"Cannot 'evacuate' instance {instance.Id} while it is in vm_state {instance.VmState}");
        if (instance.Host.LooksUp(timeline.Now, options.ServiceDownTime))
            return NovaFault.BadRequest($"Compute service of {instance.Host.Name} is still in use.");

        instance.Actions.Add(call.Action("evacuate", timeline.Now));
        life.Begin(instance, requested);
        return SimulatedAnswer.Empty(200);
    }
}
