using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Sweeps;
using Microsoft.Extensions.Hosting;

namespace Masakari.Core.Recovery;

/// <summary>The workers: a fixed number of recoveries at a time, woken by the queue.</summary>
internal sealed class RecoveryWorker(NotificationQueue queue, RecoveryEngine engine, RecoverySweep sweep, RecoveryOptions options) : BackgroundService
{
    private IDisposable? expected;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        expected = sweep.ExpectRounds();   // the bell alone is not enough: a ring may be dropped
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                queue.ReadAllAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = stoppingToken },
                async (uuid, ct) => await engine.RecoverAsync(uuid, ct));
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
}
