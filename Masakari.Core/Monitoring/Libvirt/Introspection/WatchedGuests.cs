using System.Text.RegularExpressions;
using System.Xml;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Libvirt.Introspection;

/// <summary>One run of a guest that has a channel to an agent.</summary>
internal sealed class WatchedGuest(Guid uuid)
{
    public Guid Uuid => uuid;

    /// <summary>What its pings have told. One ping of a guest runs at a time.</summary>
    public Journal Journal { get; set; } = Journal.New;
}

/// <summary>
/// The active guests and their journals. libvirt numbers the runs of guests: a guest that was started again is a new one, even when nobody
/// heard of the start.
/// </summary>
/// <param name="socketPath">See <see cref="AgentChannel.PortIn"/>.</param>
/// <param name="logger">Hears of definitions that cannot be read.</param>
internal sealed class WatchedGuests(Regex? socketPath, ILogger logger)
{
    // null: no agent in this run of the guest.
    private Dictionary<(Guid Uuid, uint Run), WatchedGuest?> known = [];
    private bool mustCompare;

    /// <summary>
    /// The connection is a new one. When libvirt's daemon was restarted, it counts the runs from 1 again: a guest whose agent's port is
    /// closed may be another run with the same number, that still boots.
    /// </summary>
    public void Reconnected() => mustCompare = true;

    /// <summary>The guests to ping now: they run, and have an agent. Those that are no longer active are forgotten.</summary>
    public async Task<IReadOnlyList<WatchedGuest>> FindAsync(ILibvirtConnection connection, CancellationToken ct)
    {
        var active = await connection.ListAsync(onlyActive: true, ct);
        var kept = new Dictionary<(Guid, uint), WatchedGuest?>(active.Count);
        foreach (var guest in active)
        {
            var isKnown = known.TryGetValue((guest.Uuid, guest.RunId), out var before);
            kept[(guest.Uuid, guest.RunId)] = isKnown && !mustCompare ? before : await CompareAsync(connection, guest.Uuid, before, ct);
        }
        (known, mustCompare) = (kept, false);
        // A paused guest cannot answer, and nobody may restart it for that.
        return [.. active.Where(guest => guest.State is GuestState.Running or GuestState.Blocked)
            .Select(guest => kept[(guest.Uuid, guest.RunId)]).OfType<WatchedGuest>()];
    }

    /// <summary>A guest of the last look; <see langword="null"/> = it was not active, or has no agent.</summary>
    public WatchedGuest? Find(Guid uuid) => known.FirstOrDefault(entry => entry.Key.Uuid == uuid).Value;

    private async Task<WatchedGuest?> CompareAsync(ILibvirtConnection connection, Guid uuid, WatchedGuest? before, CancellationToken ct) =>
        await PortAsync(connection, uuid, ct) switch
        {
            AgentPort.None => null,
            AgentPort.Open when before is not null => before,
            _ => new WatchedGuest(uuid),
        };

    private async Task<AgentPort> PortAsync(ILibvirtConnection connection, Guid uuid, CancellationToken ct)
    {
        try
        {
            return await connection.DefinitionAsync(uuid, ct) is { } definition
                ? AgentChannel.PortIn(definition, socketPath)
                : AgentPort.None;
        }
        catch (Exception e) when (e is XmlException or RegexMatchTimeoutException)
        {
            logger.DefinitionUnreadable(uuid, e.Message);
            return AgentPort.None;
        }
    }
}
