namespace Masakari.Host.Sandbox;

/// <summary>Kills and revives hosts.</summary>
internal sealed class CloudFate(SimulatedCloudOptions options, CloudTimeline timeline, CloudInventory inventory)
{
    /// <summary>The heartbeats end and running builds on the host are lost. Nova notices only the missing heartbeats.</summary>
    public void Kill(ComputeHost host)
    {
        if (!host.IsAlive) return;
        host.DeadSince = timeline.Now;
        host.Deaths++;
        host.Building = 0;
    }

    /// <summary>The compute restarts, reads its message queue and confirms the evacuations of its former instances.</summary>
    public void Revive(ComputeHost host)
    {
        if (host.IsAlive) return;
        host.DeadSince = null;
        host.FirstHeartbeat = timeline.Now;
        if (host.DisableWaitsInQueue) host.UnschedulableUntil = timeline.Now + options.RpcTimeout;
        host.DisableWaitsInQueue = false;
        foreach (var evacuation in inventory.Evacuations.Where(e => e.Source == host && e.Status == "done"))
            evacuation.Move("completed", timeline.Now);
        EvacuationBuild.BeginWaiting(host);
    }
}
