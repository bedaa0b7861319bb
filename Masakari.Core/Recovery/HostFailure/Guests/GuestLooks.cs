using System.Collections.Concurrent;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Evidence;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>
/// Looks at a host that is back: one list of its instances, whatever their number, and whether its heartbeats go on. A guest that the list
/// does not show is asked for by itself: while the database of a cell is away, Nova leaves its instances out of every list.
/// </summary>
internal sealed class GuestLooks(INova nova, SharedServices services, EvidenceOptions options)
{
    private const int IntervalsOfSilence = 3;
    private const int AskedAtATime = 8;

    /// <param name="host">Its name in Nova.</param>
    /// <param name="awaited">The guests that are waited for.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns><see langword="null"/> = the list is not to be believed: Nova does not show the nova-compute of the host.</returns>
    /// <exception cref="OpenStackException">Nova did not answer.</exception>
    public async Task<GuestLook?> LookAsync(string host, IReadOnlyCollection<Guid> awaited, CancellationToken ct)
    {
        var list = await nova.ListServersAsync(host, ct);
        var servers = list.Readable.ToDictionary(server => server.Id);
        var listed = servers.Keys.Concat(list.Unreadable.Select(server => server.Id).OfType<Guid>()).ToHashSet();
        foreach (var server in await FindAsync(awaited.Where(id => !listed.Contains(id)), ct))
            if (server.Host == host) servers[server.Id] = server;
        var evacuations = servers.Values.Any(server => server.VmState == "stopped") ? await nova.ListEvacuationsAsync(host, ct) : [];
        var (shown, at) = (await services.ReadAsync(TimeSpan.Zero, ct)).Value;
        return shown.FirstOrDefault(one => one.Host == host) is not { } service ? null : new GuestLook
        {
            IsSilent = IsSilent(service, at),
            Servers = servers,
            Evacuations = evacuations.ToLookup(one => one.InstanceId),
        };
    }

    private async Task<IReadOnlyCollection<Server>> FindAsync(IEnumerable<Guid> instances, CancellationToken ct)
    {
        var found = new ConcurrentBag<Server>();
        var some = new ParallelOptions { MaxDegreeOfParallelism = AskedAtATime, CancellationToken = ct };
        await Parallel.ForEachAsync(instances, some, async (id, token) =>
        {
            if (await nova.FindServerAsync(id, token) is { } server) found.Add(server);
        });
        return found;
    }

    private bool IsSilent(ComputeService service, DateTimeOffset at) =>
        service is { Up: false, ForcedDown: false } || at - service.UpdatedAt > options.NovaReportInterval * IntervalsOfSilence;
}
