using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>The way of a notification through the engine: claim it, plan its recovery, run the plan, write down how it ended.</summary>
internal sealed class RecoveryEngine(
    NotificationRepository notifications, HostRepository hosts, WorkClaims claims, RecoveryPlanner planner, RecoveryRunner runner,
    Attempts attempts, ILogger<RecoveryEngine> logger)
{
    /// <summary>
    /// Recovers one notification if it is to be recovered and nobody else does. Never throws for a failure of one recovery; on
    /// <paramref name="ct"/> the work is left as it stands, to be taken up again.
    /// </summary>
    public async Task RecoverAsync(Guid uuid, CancellationToken ct)
    {
        try
        {
            using var scope = RequestScope.Begin(uuid);
            if (await claims.TakeAsync(uuid, ct) is { } claim)
                await using (claim) await WorkAsync(claim, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.LeftForLater(uuid);
        }
        catch (ClaimLostException)
        {
            logger.LeftToAnother(uuid);
        }
        catch (Exception e)   // the database is away: the sweep comes back to the row
        {
            logger.RecoveryBroke(e, uuid);
        }
    }

    private async Task WorkAsync(ClaimSet claim, CancellationToken ct)
    {
        using var acting = CancellationTokenSource.CreateLinkedTokenSource(ct, claim.Lost);
        try
        {
            // Read again: before the claim was ours, its former owner may have changed it.
            var notification = await notifications.FindAsync(claim.Notification, acting.Token);
            if (notification is not null && !NotificationLifecycle.IsFinal(notification.Status))
                await AttemptAsync(claim, notification, acting.Token);
            await claim.GiveBackAsync();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await claim.LeaveAsync();
            throw;
        }
        catch (OperationCanceledException) when (claim.Lost.IsCancellationRequested)
        {
            throw new ClaimLostException(claim.Key);
        }
    }

    private async Task AttemptAsync(ClaimSet claim, Notification notification, CancellationToken ct)
    {
        if (notification.Status == NotificationStatus.Error && !await attempts.IsDueAsync(notification.Uuid, ct)) return;
        var host = await hosts.FindAsync(notification.SourceHostUuid, ct);
        var hostName = host?.Name ?? notification.SourceHostUuid.ToString();
        if (notification.Status == NotificationStatus.Running)
        {
            logger.TakenOver(notification.Uuid, claim.Key.Epoch);
        }
        else if (host is { Segment.Enabled: false })
        {
            await attempts.IgnoreAsync(claim, notification, hostName);
            return;
        }
        else if (await attempts.BeginAsync(claim, notification, hostName, ct) is { } running)
        {
            notification = running;
        }
        else
        {
            return;
        }
        await attempts.EndAsync(claim, notification, hostName, await OutcomeAsync(claim, notification, host, ct));
    }

    private async Task<TaskOutcome> OutcomeAsync(ClaimSet claim, Notification notification, ComputeHost? host, CancellationToken ct)
    {
        try
        {
            if (host is null) return TaskOutcome.GiveUp($"Host {notification.SourceHostUuid} is no longer registered in any segment.");
            return await runner.RunAsync(planner.Plan(notification, host.Segment.RecoveryMethod), claim, notification, host, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ClaimLostException))
        {
            if (e is not OpenStackException) logger.AttemptBroke(e, notification.Uuid);   // that one says all in its message
            return TaskOutcome.Fail($"The attempt failed: {e.Message}");
        }
    }
}
