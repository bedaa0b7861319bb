namespace Masakari.Host.Sandbox;

/// <summary>Kills and revives hosts.</summary>
internal sealed class CloudFate(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory, PowerActions power)
{
    /// <summary>The host dies with its guests.</summary>
    public void Kill(ComputeHost host)
    {
        Silence(host);
        foreach (var instance in inventory.Instances.Where(i => (i.GuestIsOn ?? i.Host) == host))
            instance.GuestRuns = false;
    }

    /// <summary>
    /// nova-compute dies, or the host is cut off: its guests live on. Heartbeats end, and what was being built there is lost; Nova learns
    /// of that by the silence alone.
    /// </summary>
    public void Silence(ComputeHost host)
    {
        if (!host.IsAlive) return;
        host.TrackedInstances = host.Instances.Count;
        host.DeadSince = timeline.Now;
        host.Deaths++;
        host.Building = 0;
    }

    /// <summary>
    /// The compute restarts and reads its message queue. It writes `completed` into the records of all evacuations away from it, also of
    /// those that are still under way, and destroys the guests that it still has of them.
    /// </summary>
    public void Revive(ComputeHost host, GuestsAfterRestart guests)
    {
        if (host.IsAlive) return;
        host.DeadSince = null;
        host.FirstHeartbeat = timeline.Now;
        if (host.DisableWaitsInQueue) host.UnschedulableUntil = timeline.Now + options.RpcTimeout;
        host.DisableWaitsInQueue = false;
        var away = inventory.Evacuations.Where(e => e.Source == host && e.Status is ("accepted" or "pre-migrating" or "done"));
        foreach (var evacuation in away)
            evacuation.Move("completed", timeline.Now);
        foreach (var instance in host.Instances)
        {
            Return(instance, guests);
            power.Resume(instance);
        }

        EvacuationBuild.BeginWaiting(host);
    }

    private void Return(Instance instance, GuestsAfterRestart guests)
    {
        if (instance.Evacuations.Any(e => e.IsUnderWay)) instance.GuestRuns &= instance.GuestIsOn is not null;
        else if (instance.VmState != InstanceStates.Active) return;
        else if (guests == GuestsAfterRestart.Run) instance.GuestRuns = true;
        else if (!instance.GuestRuns) power.FindOff(instance, options.StartSyncDelay);
    }
}
