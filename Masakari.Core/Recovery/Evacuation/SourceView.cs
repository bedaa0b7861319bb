using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.Evacuation;

/// <summary>
/// What Nova shows of the failed host: its instances and their evacuations, a few seconds old at most. Looked at before every
/// evacuate, because somebody else may have moved or asked meanwhile (N2).
/// </summary>
internal sealed class SourceView(INova nova, string host, TimeSpan interval, TimeProvider clock)
{
    private const int IntervalsItStaysFresh = 5;

    private Dictionary<Guid, Server> servers = [];
    private ILookup<Guid, EvacuationRecord> evacuations = Array.Empty<EvacuationRecord>().ToLookup(one => one.InstanceId);
    private long? lookedAt;

    /// <summary>The instance, or null when it is not on the host (any more).</summary>
    public Server? Server(Guid instance) => servers.GetValueOrDefault(instance);

    /// <summary>Its evacuations away from the host, old ones too.</summary>
    public IReadOnlyList<EvacuationRecord> Evacuations(Guid instance) => [.. evacuations[instance]];

    /// <summary>Looks again unless it did a moment ago. Records first: one that is done then belongs to an instance that is seen to have left.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        if (lookedAt is { } at && clock.GetElapsedTime(at) < interval * IntervalsItStaysFresh) return;
        lookedAt = clock.GetTimestamp();
        evacuations = (await nova.ListEvacuationsAsync(host, ct)).ToLookup(one => one.InstanceId);
        servers = (await nova.ListServersAsync(host, ct)).ToDictionary(server => server.Id);
    }
}
