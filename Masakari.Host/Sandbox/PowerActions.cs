using static Masakari.Host.Sandbox.InstanceStates;

namespace Masakari.Host.Sandbox;

/// <summary>Stops and starts of guests, by users and by Nova after a crash.</summary>
internal sealed class PowerActions(SimulatedCloudOptions options, CloudTimeline timeline, CloudDice dice)
{
    public SimulatedAnswer Stop(NovaCall call, Instance instance) =>
        Objection(call, instance, "stop", instance.VmState is Active or Error) ?? Begin(call.Action("stop", timeline.Now), instance, PoweringOff, Stopped, ShutDown);

    public SimulatedAnswer Start(NovaCall call, Instance instance) =>
        Objection(call, instance, "start", instance.VmState is Stopped) ?? Begin(call.Action("start", timeline.Now), instance, PoweringOn, Active, Running);

    /// <summary>
    /// The guest dies. Nova shows it running until its power sync notices; then Nova stops it without a user in the action.
    /// </summary>
    public void Crash(Instance instance)
    {
        instance.GuestRuns = false;
        FindOff(instance, options.PowerSyncDelay);
    }

    /// <summary>The host's power sync comes after the delay and writes what it finds.</summary>
    public void FindOff(Instance instance, TimeSpan delay) =>
        timeline.After(delay, () =>
        {
            if (instance is not { GuestRuns: false, VmState: Active, TaskState: null, IsDeleted: false, Host.IsAlive: true }) return;
            instance.Actions.Add(new InstanceAction("stop", dice.NextRequestId(), UserId: null, ProjectId: null, timeline.Now));
            instance.Become(Stopped, taskState: null, ShutDown, timeline.Now);
        });

    /// <summary>A nova-compute that starts does again what it was doing when it ended.</summary>
    public void Resume(Instance instance)
    {
        if (instance.TaskState == PoweringOff) EndLater(instance, PoweringOff, Stopped, ShutDown);
        else if (instance.TaskState == PoweringOn) EndLater(instance, PoweringOn, Active, Running);
    }

    /// <summary>Its owner stops the server.</summary>
    public void StopByOwner(Instance instance) => Begin(OwnersAction(instance, "stop"), instance, PoweringOff, Stopped, ShutDown);

    /// <summary>Its owner starts the server.</summary>
    public void StartByOwner(Instance instance) => Begin(OwnersAction(instance, "start"), instance, PoweringOn, Active, Running);

    private static SimulatedAnswer? Objection(NovaCall call, Instance instance, string action, bool fits)
    {
        instance.PoweredInMove |= instance.Evacuations.Any(evacuation => evacuation.IsUnderWay);
        if (instance.Locked && !call.IsAdmin) return NovaFault.Conflict($"Instance {instance.Id} is locked");
        if (!fits) return NovaFault.Conflict($"Cannot '{action}' instance {instance.Id} while it is in vm_state {instance.VmState}");
        if (instance.TaskState is { } task) return NovaFault.Conflict($"Cannot '{action}' instance {instance.Id} while it is in task_state {task}");
        return null;
    }

    private InstanceAction OwnersAction(Instance instance, string name) =>
        new(name, dice.NextRequestId(), instance.Owner.Id, instance.Project.Id, timeline.Now);

    private SimulatedAnswer Begin(InstanceAction action, Instance instance, string taskState, string vmState, int powerState)
    {
        instance.Actions.Add(action);
        (instance.TaskState, instance.UpdatedAt) = (taskState, timeline.Now);
        EndLater(instance, taskState, vmState, powerState);
        return SimulatedAnswer.Empty(202);
    }

    private void EndLater(Instance instance, string taskState, string vmState, int powerState) =>
        timeline.After(options.PowerActionTime, () =>
        {
            if (instance.TaskState != taskState || instance is not { IsDeleted: false, Host.IsAlive: true }) return;
            instance.Become(vmState, taskState: null, powerState, timeline.Now);
            instance.GuestRuns = powerState == Running;
        });
}
