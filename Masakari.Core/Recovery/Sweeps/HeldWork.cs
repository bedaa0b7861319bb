using System.Collections.Concurrent;
using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Operator;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Recoveries that the Python original left running: logs once that each is held, and rings for those that the operator has released. The
/// release of a recovery that a mass failure holds is logged here, too.
/// </summary>
internal sealed class HeldWork(HeldRecoveries recoveries, NotificationQueue queue, ILogger<HeldWork> logger) : ISweepPart
{
    private readonly ConcurrentDictionary<(Guid, bool MayGoOn), byte> logged = new();

    public string Name => "held work";

    public bool HasWork(SweepLook look) => look.HasUnfinished;

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        foreach (var held in await recoveries.ListAllAsync(ct))
        {
            if (logged.TryAdd((held.Uuid, held.MayGoOn), 0)) Log(held);
            if (held.MayGoOn) queue.Ring(held.Uuid, NotificationText.ParseType(held.Type) ?? NotificationType.ComputeHost);
        }
    }

    private void Log(HeldNotification held)
    {
        if (held.Release is { } order) logger.Released(held.Uuid, order);
        else if (held is { IsAborted: false, IsInMassFailure: false }) logger.Held(held.Uuid, held.Type, held.Host, held.Since);
    }
}
