using Masakari.Core.Recovery.Operator;

namespace Masakari.Host.Lifetime;

/// <summary>Obeys <c>masakari manage reload</c>: the order stands in the database, so that it reaches every controller, and Windows, which knows no SIGHUP.</summary>
internal sealed class ReloadOrders(EngineControl control, ConfReload reload, TimeProvider clock, ILogger<ReloadOrders> logger) : BackgroundService
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ObeyAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A stop, or a start that failed elsewhere: the host would call the latter a dead worker.
        }
    }

    private async Task ObeyAsync(CancellationToken ct)
    {
        var known = await LastAsync(ct);   // what was ordered before our start is in force
        while (true)
        {
            await Task.Delay(Interval, clock, ct);
            if (await LastAsync(ct) is not { } last || last.Id == known?.Id) continue;
            known = last;
            logger.ReloadOrdered(last.By);
            reload.Run();
        }
    }

    /// <summary>Null, too, while it cannot be read: others say that the database is away, and the order waits. The service must not end of it.</summary>
    private async Task<ReloadOrder?> LastAsync(CancellationToken ct)
    {
        try
        {
            return await control.LastReloadAsync(ct);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
