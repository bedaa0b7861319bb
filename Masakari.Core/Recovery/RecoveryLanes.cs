using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Sweeps;
using Microsoft.Extensions.Hosting;

namespace Masakari.Core.Recovery;

/// <summary>
/// The workers, woken by the queue: each type of notification has its own. Many hosts that wait for evidence do not hold up the recovery
/// of a guest, and many crashed guests do not delay that of a host. Every reported host is looked at at once; <see cref="HostWorkers"/>
/// limits how many are evacuated.
/// </summary>
internal sealed class RecoveryLanes(
    NotificationQueue queue, RecoveryEngine engine, RecoverySweep sweep, ControllerPresence presence, LaneOptions options)
    : BackgroundService
{
    private IDisposable? expected;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        expected = sweep.ExpectRounds();   // the bell alone is not enough: a ring may be dropped
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await presence.LeaveAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(Enum.GetValues<NotificationType>().Select(lane => WorkAsync(lane, stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // An orderly stop: what was under way stands in its rows.
        }
        finally
        {
            expected?.Dispose();
        }
    }

    private Task WorkAsync(NotificationType lane, CancellationToken ct) => Parallel.ForEachAsync(
        queue.ReadAllAsync(lane, ct),
        new ParallelOptions
        {
            MaxDegreeOfParallelism = lane == NotificationType.ComputeHost ? int.MaxValue : options.Workers, CancellationToken = ct,
        },
        async (uuid, token) => await engine.RecoverAsync(uuid, token));
}
