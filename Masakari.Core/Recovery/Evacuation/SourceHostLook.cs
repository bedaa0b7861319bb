using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Evacuation;

/// <summary>What Nova shows of the failed host's instances, looked at anew when it has grown old: others may have moved them meanwhile (N2).</summary>
internal sealed class SourceHostLook(INova nova, string host, TimeProvider clock)
{
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(5);

    private long? lookedAt;
    private Dictionary<Guid, Server> servers = [];
    private ILookup<Guid, EvacuationRecord> evacuations = Enumerable.Empty<EvacuationRecord>().ToLookup(record => record.InstanceId);

    /// <summary>The instance as it is on the failed host, or null, and its evacuations away from there; some seconds old at most.</summary>
    public async Task<(Server? Server, IReadOnlyList<EvacuationRecord> Evacuations)> AtAsync(Guid instance, CancellationToken ct)
    {
        if (lookedAt is not { } last || clock.GetElapsedTime(last) >= Old) await LookAsync(ct);
        return (servers.GetValueOrDefault(instance), [.. evacuations[instance]]);
    }

    /// <summary>Evacuations first: one that ends between the two lists then still shows open, or its instance has left the host already.</summary>
    private async Task LookAsync(CancellationToken ct)
    {
        lookedAt = clock.GetTimestamp();
        evacuations = (await nova.ListEvacuationsAsync(host, ct)).ToLookup(record => record.InstanceId);
        servers = (await nova.ListServersAsync(host, ct)).ToDictionary(server => server.Id);
    }
}
