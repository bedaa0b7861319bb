using System.Collections.Concurrent;
using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Takeover;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Recoveries that the original left running: says of each, once, that it is held; rings for those that the operator has let go.</summary>
internal sealed class HeldWork(Releases releases, NotificationQueue queue, ILogger<HeldWork> logger)
{
    private readonly ConcurrentDictionary<(Guid, bool MayGoOn), byte> told = new();

    public async Task RingAsync(CancellationToken ct)
    {
        foreach (var held in await releases.ListAsync(ct))
        {
            if (told.TryAdd((held.Uuid, held.MayGoOn), 0)) Tell(held);
            if (held.MayGoOn) queue.Ring(held.Uuid);
        }
    }

    private void Tell(HeldNotification held)
    {
        if (held.Release is { } order) logger.Released(held.Uuid, order);
        else if (!held.IsAborted) logger.Held(held.Uuid, held.Type, held.Host, held.Since);
    }
}
