using System.Text.Json;
using static Masakari.Host.Sandbox.InstanceStates;

namespace Masakari.Host.Sandbox;

/// <summary>
/// The evacuate action's checks, in Nova's order. Since Zed (LP 1978983) task_state is not among them: a second evacuate of the
/// same instance is accepted and breaks the instance.
/// </summary>
internal sealed class EvacuateAction(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory, EvacuationLife life)
{
    public SimulatedAnswer Run(NovaCall call, Instance instance, JsonElement wish)
    {
        if (!call.IsAdmin) return NovaFault.Forbidden("os_compute_api:os-evacuate");
        var target = wish.Text("host");
        var requested = target is null ? null : inventory.FindHost(target);
        if (target is not null && requested is null) return NovaFault.NotFound($"Compute host {target} not found.");
        if (Bar(instance) is { } bar) return bar;
        if (requested == instance.Host) return NovaFault.BadRequest("The target host can't be the same one.");
        if (instance.VmState is not (Active or Stopped or Error))
            return NovaFault.Conflict($"Cannot 'evacuate' instance {instance.Id} while it is in vm_state {instance.VmState}");
        if (options.EvacuateChecksTaskState && instance.TaskState is { } task)
            return NovaFault.Conflict($"Cannot 'evacuate' instance {instance.Id} while it is in task_state {task}");
        if (instance.Host.LooksUp(timeline.Now, options.ServiceDownTime))
            return NovaFault.BadRequest($"Compute service of {instance.Host.Name} is still in use.");

        instance.Actions.Add(call.Action("evacuate", timeline.Now));
        life.Begin(instance, requested);
        return SimulatedAnswer.Empty(200);
    }

    private static SimulatedAnswer? Bar(Instance instance) => instance.Bar switch
    {
        EvacuationBar.Vtpm => NovaFault.Conflict($"Operation 'evacuate' not supported for vTPM-enabled instance ({instance.Id})."),
        EvacuationBar.Share => NovaFault.Conflict("Feature not supported with instances that have shares."),
        EvacuationBar.AcceleratorPort => NovaFault.BadRequest("Feature not supported with Ports that have accelerators."),
        _ => null,
    };
}
