using System.Collections.Concurrent;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// When a host shuts down in order, its guests stop first, and Nova's power sync writes <c>stopped</c>. No user wanted that: such an
/// instance is to be active. Only the actions of stopped instances are asked for.
/// </summary>
internal sealed class StoppedWithHost(INova nova, StoppedGuestOptions options, TimeProvider clock)
{
    private const int AskedAtATime = 8;

    /// <summary>No other instance waits longer than this. A stopped instance whose actions are not known by then stays stopped.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The instances, those that are to be active again with vm_state <c>active</c>. Their power_state is still that of a stopped one.</summary>
    /// <param name="servers">The instances of the host.</param>
    /// <param name="lastHeartbeat">The last one of the host, by Nova's clock; <see langword="null"/> = not known.</param>
    /// <param name="ct">Ends the calls.</param>
    public async Task<IReadOnlyList<Server>> ApplyAsync(IReadOnlyList<Server> servers, DateTimeOffset? lastHeartbeat, CancellationToken ct)
    {
        var stopped = servers.Where(server => server.VmState == "stopped").ToList();
        if (stopped.Count == 0 || lastHeartbeat is not { } last || options.PowerSyncWindow <= TimeSpan.Zero) return servers;
        var wanted = await FindAsync(stopped, last - options.PowerSyncWindow, ct);
        return [.. servers.Select(server => wanted.Contains(server.Id) ? Wanted(server) : server)];
    }

    /// <summary>
    /// Nova itself has stopped it, or somebody has asked for a start since it stopped: that was lost with the host. Either is a moment ago.
    /// </summary>
    private static bool IsWantedActive(IReadOnlyList<InstanceAction> actions, DateTimeOffset since) =>
        actions.FirstOrDefault(action => action.Name is "stop" or "start") is { Name: "start", StartedAt: var started }
            ? started >= since
            : StopCause.Find(actions) is { Author: StopAuthor.Nova, At: var at } && at >= since;

    private static Server Wanted(Server server) => server with { VmState = "active", PowerState = Server.PowerShutDown };

    /// <returns>The instances that Nova stopped by itself since that time.</returns>
    private async Task<HashSet<Guid>> FindAsync(IReadOnlyList<Server> stopped, DateTimeOffset since, CancellationToken ct)
    {
        var found = new ConcurrentBag<Guid>();
        using var timer = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timer.Token);
        try
        {
            var asking = new ParallelOptions { MaxDegreeOfParallelism = AskedAtATime, CancellationToken = either.Token };
            await Parallel.ForEachAsync(stopped, asking, async (server, token) =>
            {
                if (await WasStoppedByNovaAsync(server.Id, since, token)) found.Add(server.Id);
            });
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // The others stay stopped.
        }
        return [.. found];
    }

    private async Task<bool> WasStoppedByNovaAsync(Guid instance, DateTimeOffset since, CancellationToken ct)
    {
        try
        {
            return IsWantedActive(await nova.ListActionsAsync(instance, ct), since);
        }
        catch (OpenStackException)
        {
            return false;   // nobody knows who stopped it
        }
    }
}
