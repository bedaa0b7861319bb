using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Work whose owner is dead or silent: whoever is rung takes it over. Claims for what exists no more are given back.</summary>
internal sealed class OrphanedWork(ClaimStore claims, NotificationQueue queue)
{
    public async Task RingAsync(CancellationToken ct)
    {
        foreach (var notification in await claims.OrphansAsync(ct)) queue.Ring(notification);
        await claims.ReleaseVanishedAsync(ct);
    }
}
