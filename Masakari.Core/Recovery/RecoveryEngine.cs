using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>The way of a notification through the engine. Each step is decided in one place:</summary>
/// <remarks>
/// <list type="table">
/// <item><term>may it begin or go on, and who owns it</term><description><see cref="WorkClaims"/>, <see cref="ClaimStore"/></description></item>
/// <item><term>do too many hosts fail at once</term><description><see cref="MassFailure.MassFailureRules"/></description></item>
/// <item><term>what is to be done</term><description><see cref="RecoveryPlanner"/></description></item>
/// <item><term>in which order, and whether it is aborted</term><description><see cref="RecoveryRunner"/></description></item>
/// <item><term>may the host be evacuated</term><description><see cref="HostFailure.DisableComputeService"/>, Evidence</description></item>
/// <item><term>which instances, in which order</term><description><see cref="HostFailure.PrepareInstances"/></description></item>
/// <item><term>how many at the same time</term><description><see cref="HostFailure.EvacuationRound"/></description></item>
/// <item><term>what happens to one instance</term><description><see cref="HostFailure.MoveRules"/></description></item>
/// <item><term>may a change go out now</term><description><see cref="Permits.ChangePermit"/></description></item>
/// <item><term>what the end means: status, retry, event</term><description><see cref="Attempts"/></description></item>
/// </list>
/// After a crash the next owner begins at the top. The tasks find in rows and in Nova what was done before.
/// </remarks>
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

    private async Task AttemptAsync(ClaimSet claim, Notification stored, CancellationToken ct)
    {
        var host = await hosts.FindAsync(stored.SourceHostUuid, ct);
        var hostName = host?.Name ?? stored.SourceHostUuid.ToString();
        if (await EnterAsync(claim, stored, host, hostName, ct) is not { } notification) return;
        await attempts.EndAsync(claim, notification, hostName, await OutcomeAsync(claim, notification, host, ct));
    }

    /// <summary>The running notification; <see langword="null"/> = there is no attempt to be made now.</summary>
    private async Task<Notification?> EnterAsync(
        ClaimSet claim, Notification stored, ComputeHost? host, string hostName, CancellationToken ct)
    {
        if (stored.Status == NotificationStatus.Running)
        {
            logger.TakenOver(stored.Uuid, claim.Key.Epoch);
            await attempts.TakeOverAsync(claim);
            return stored;
        }
        if (stored.Status == NotificationStatus.Error && !await attempts.IsDueAsync(stored.Uuid, ct)) return null;
        if (host is not { Segment.Enabled: false }) return await attempts.BeginAsync(claim, stored, hostName, ct);
        await attempts.IgnoreAsync(claim, stored, hostName);
        return null;
    }

    private Task<TaskOutcome> OutcomeAsync(ClaimSet claim, Notification notification, ComputeHost? host, CancellationToken ct) => host is null
        ? Task.FromResult(TaskOutcome.GiveUp($"Host {notification.SourceHostUuid} is no longer registered in any segment."))
        : runner.RunAsync(planner.Plan(notification, host.Segment.RecoveryMethod), claim, notification, host, ct);
}
