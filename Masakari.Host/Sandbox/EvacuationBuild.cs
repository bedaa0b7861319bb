using static Masakari.Host.Sandbox.InstanceStates;

namespace Masakari.Host.Sandbox;

/// <summary>The destination's part of an evacuation, with the states that a real Nova shows.</summary>
internal sealed class EvacuationBuild(SimulatedCloudOptions options, CloudTimeline timeline, CloudDice dice, MessageBus bus)
{
    private const double ClaimedAt = 0.1;
    private const double DevicesAt = 0.3;
    private const double SpawningAt = 0.5;
    private const double LongestGap = 0.4;   // so that the gap begins after the spawning

    public void Enqueue(Evacuation evacuation, ComputeHost destination)
    {
        destination.WaitingBuilds.Enqueue(() => Begin(evacuation, destination));
        BeginWaiting(destination);
    }

    /// <summary>Begins waiting builds while the host is alive and below its limit.</summary>
    public static void BeginWaiting(ComputeHost host)
    {
        while (host.IsAlive && host.Building < host.BuildsAtOnce && host.WaitingBuilds.TryDequeue(out var begin))
            begin();
    }

    private void Begin(Evacuation evacuation, ComputeHost destination)
    {
        destination.Building++;
        evacuation.BegunOn = destination;
        evacuation.Move("pre-migrating", timeline.Now);
        var whole = Duration(evacuation);
        var gap = options.HostSwitchGap < whole * LongestGap ? options.HostSwitchGap : whole * LongestGap;

        Step(evacuation, whole * ClaimedAt, Rebuilding, () => Claim(evacuation));
        Step(evacuation, whole * DevicesAt, Rebuilding, () => Show(evacuation, evacuation.OriginalVmState, RebuildingDevices, NoPowerState));
        Step(evacuation, whole * SpawningAt, RebuildingDevices, () => Show(evacuation, evacuation.OriginalVmState, RebuildSpawning, NoPowerState));
        if (evacuation.Outcome == EvacuationOutcome.NeverEnds) return;
        Step(evacuation, whole - gap, RebuildSpawning, () => Spawned(evacuation, gap));
        Step(evacuation, whole, expectedTask: null, () => Arrive(evacuation));
    }

    private TimeSpan Duration(Evacuation evacuation)
    {
        var share = dice.Share($"evacuation/{evacuation.Instance.Id}/{evacuation.Instance.Evacuations.Count}");
        return options.EvacuationTime * (1 + (options.EvacuationSpread * ((2 * share) - 1)));
    }

    /// <summary>
    /// Runs a step only while the evacuation is open and the destination has not died since. The evacuation fails when something else has
    /// changed the instance's task_state.
    /// </summary>
    private void Step(Evacuation evacuation, TimeSpan after, string? expectedTask, Action deed)
    {
        var deaths = evacuation.Destination!.Deaths;
        timeline.After(after, () =>
        {
            var instance = evacuation.Instance;
            if (!evacuation.IsUnderWay || evacuation.Destination.Deaths != deaths) return;
            if (bus.Delay(timeline.Now) is var wait && wait > TimeSpan.Zero)
                Step(evacuation, wait, expectedTask, deed);   // a compute cannot write Nova's database but through the conductors
            else if (instance.IsDeleted) End(evacuation, "failed");
            else if (instance.TaskState == expectedTask || instance.IsWrecked) deed();
            else Fail(evacuation, instance.TaskState);
        });
    }

    private void Claim(Evacuation evacuation)
    {
        if (evacuation.Outcome == EvacuationOutcome.ClaimFails)
        {
            Show(evacuation, evacuation.OriginalVmState, taskState: null, evacuation.Instance.PowerState);
            End(evacuation, "failed");
            return;
        }

        Show(evacuation, evacuation.OriginalVmState, Rebuilding, NoPowerState);
    }

    private void Spawned(Evacuation evacuation, TimeSpan gap)
    {
        if (evacuation.Outcome == EvacuationOutcome.BuildFails)
        {
            Fail(evacuation, taskState: null);
            return;
        }

        evacuation.Instance.LaunchedAt = timeline.Now;
        evacuation.Instance.RanTwice |= evacuation.Instance.GuestRuns;
        evacuation.Instance.GuestIsOn = evacuation.Destination;
        var wasStopped = evacuation.OriginalVmState == Stopped;
        Show(evacuation, Active, wasStopped ? PoweringOff : null, Running);
        if (wasStopped) Step(evacuation, gap / 2, PoweringOff, () => Show(evacuation, Stopped, taskState: null, ShutDown));
    }

    private void Arrive(Evacuation evacuation)
    {
        evacuation.Instance.MoveTo(evacuation.Destination!, timeline.Now);
        End(evacuation, "done");
    }

    private void Fail(Evacuation evacuation, string? taskState)
    {
        evacuation.Instance.Fault = new InstanceFault(500, evacuation.FailureMessage, timeline.Now);
        Show(evacuation, Error, taskState, NoPowerState);
        End(evacuation, "failed");
    }

    private void Show(Evacuation evacuation, string vmState, string? taskState, int powerState)
    {
        if (!evacuation.Instance.IsWrecked) evacuation.Instance.Become(vmState, taskState, powerState, timeline.Now);
    }

    private void End(Evacuation evacuation, string status)
    {
        evacuation.End(status, timeline.Now);
        var destination = evacuation.Destination!;
        destination.Building--;
        destination.Arriving--;
        BeginWaiting(destination);
    }
}
