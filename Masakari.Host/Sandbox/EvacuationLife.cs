using static Masakari.Host.Sandbox.InstanceStates;

namespace Masakari.Host.Sandbox;

/// <summary>An evacuation from its acceptance to its end: scheduled, queued on the destination, then built there.</summary>
internal sealed class EvacuationLife(
    SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory, DestinationChoice choice, EvacuationBuild build,
    EvacuationPlans plans, MessageBus bus)
{
    public void Begin(Instance instance, ComputeHost? requested, bool byHand = false)
    {
        var (outcome, failure) = plans.Take(instance.Name);
        var evacuation = new Evacuation
        {
            Id = inventory.NextMigrationId,
            Instance = instance,
            Source = instance.Host,
            Requested = requested,
            Outcome = outcome,
            FailureMessage = failure,
            OriginalVmState = instance.VmState,
            CreatedAt = timeline.Now,
            SourceHeartbeat = instance.Host.LastHeartbeat(timeline.Now),
            SourceWrittenAt = instance.Host.WrittenAt,
            SourceWasForcedDown = instance.Host.ForcedDown,
            GuestRan = instance.GuestRuns,
            SourceLived = instance.Host.IsAlive,
            ByHand = byHand,
            IsSecond = instance.Evacuations.Any(e => e.IsUnderWay),
        };
        inventory.Evacuations.Add(evacuation);
        instance.Evacuations.Add(evacuation);
        (instance.TaskState, instance.UpdatedAt) = (Rebuilding, timeline.Now);
        instance.IsWrecked |= evacuation.IsSecond;
        timeline.After(bus.Delay(timeline.Now) + options.SchedulingTime, () => Schedule(evacuation));
    }

    private void Schedule(Evacuation evacuation)
    {
        if (evacuation.IsSecond)
        {
            timeline.After(options.EvacuationTime / 2, () => Wreck(evacuation));
        }
        else if (choice.For(evacuation) is { } destination)
        {
            evacuation.Destination = destination;
            destination.Arriving++;
            build.Enqueue(evacuation, destination);
        }
        else
        {
            evacuation.End("error", timeline.Now);
            evacuation.Instance.Fault = InstanceFault.NoValidHost(timeline.Now);
            if (!evacuation.Instance.IsWrecked) evacuation.Instance.Become(Error, taskState: null, evacuation.Instance.PowerState, timeline.Now);
        }
    }

    /// <summary>Two rebuilds of one instance overwrite each other's task_state, and nothing clears it afterwards.</summary>
    private void Wreck(Evacuation second)
    {
        second.End("failed", timeline.Now);
        if (second.Instance.IsWrecked) second.Instance.Become(Error, Rebuilding, second.Instance.PowerState, timeline.Now);
    }
}
