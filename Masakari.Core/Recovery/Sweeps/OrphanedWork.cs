using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Work whose owner is dead or silent: the worker that is rung takes it over. Claims that nobody needs any more are removed.
/// </summary>
internal sealed class OrphanedWork(ClaimStore claims, ClaimCleaning cleaning, NotificationQueue queue) : ISweepPart
{
    public string Name => "orphaned work";

    public bool HasWork(SweepLook look) => look.HasClaims;

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        foreach (var (uuid, type) in await claims.OrphansAsync(ct)) queue.Ring(uuid, type);
        await cleaning.GiveBackVanishedAsync(ct);
        await cleaning.DeleteFreeAsync(ct);
    }
}
