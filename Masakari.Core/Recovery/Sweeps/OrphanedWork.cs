using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Work whose owner is dead or silent: the worker that is rung takes it over. Claims for what exists no more are given back.
/// </summary>
internal sealed class OrphanedWork(ClaimStore claims, NotificationQueue queue) : ISweepPart
{
    public string Name => "orphaned work";

    public bool HasWork(SweepLook look) => look.HasClaims;

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        foreach (var (uuid, type) in await claims.OrphansAsync(ct)) queue.Ring(uuid, type);
        await claims.GiveBackVanishedAsync(ct);
    }
}
