using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Whether Nova contradicts itself when it shows no instance on a failed host. A slow cell can show its services and hide its instances:
/// each of these queries has a time limit of its own. The host's own count is asked only about a host of which nothing is planned: it
/// does not fall after the death, so it says nothing once instances have been moved.
/// </summary>
internal sealed class EmptyListDoubt(INova nova, HostJournal journal)
{
    /// <summary>The contradiction, in sentences; <see langword="null"/> = there is none.</summary>
    public async Task<string?> FindAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        var counted = await nova.CountRunningAsync(host, ct) ?? 0;   // no hypervisor: nothing ever ran there
        if (counted == 0) return null;
        var lastHeartbeat = (await journal.FindAsync(context.Notification.Uuid, ct))?.HeartbeatAt;
        var deleted = lastHeartbeat is { } since ? await CountDeletedAsync(host, since, ct) : 0;
        if (IsExplained(counted, deleted, await nova.ListEvacuationsAsync(host, ct), lastHeartbeat)) return null;
        return $"Nova lists no instance on host {host}. But the hypervisor of the host counted {counted} before the host failed "
            + "(running_vms), and since the last heartbeat of the host Nova shows fewer "
            + $"that were evacuated or deleted ({deleted} deleted). The database of a cell may be away.";
    }

    /// <summary>
    /// The count is from before the last heartbeat. Since then each of the counted instances was evacuated by somebody, or deleted by its
    /// owner.
    /// </summary>
    public static bool IsExplained(int counted, int deleted, IEnumerable<EvacuationRecord> evacuations, DateTimeOffset? lastHeartbeat) =>
        deleted + evacuations.Where(one => one.CreatedAt >= lastHeartbeat).DistinctBy(one => one.InstanceId).Count() >= counted;

    private async Task<int> CountDeletedAsync(string host, DateTimeOffset since, CancellationToken ct) =>
        (await nova.ListChangedServersAsync(since, ct)).Value.Count(server => server.VmState == "deleted" && server.Host == host);
}
