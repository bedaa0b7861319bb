using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Takeover;
using Masakari.Core.Recovery.Workflows;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>Station 4 to 7 of a notification's way: claim it, run its workflow, write down how it ended.</summary>
internal sealed class RecoveryEngine(
    NotificationRepository notifications, HostRepository hosts, ClaimStore claims, Releases releases, NotificationMoves moves, HostWorkflow workflow,
    WorkflowRunner runner, ProcessEvents events, TimeProvider clock, ILogger<RecoveryEngine> logger)
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
            if (await ClaimAsync(uuid, ct) is { } claim)
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

    private async Task<Claim?> ClaimAsync(Guid uuid, CancellationToken ct)
    {
        if (await notifications.FindAsync(uuid, ct) is not { } notification) return null;
        var subject = RecoverySubject.Of(notification);
        if (notification.Status is not (NotificationStatus.New or NotificationStatus.Error))
            return await releases.MayGoOnAsync(uuid, ct) ? await claims.TakeAsync(subject, uuid, ct) : await claims.TakeOverAsync(subject, uuid, ct);
        if (!await releases.HoldsHostAsync(notification.SourceHostUuid, ct)) return await claims.TakeAsync(subject, uuid, ct);
        logger.WaitsForHeld(uuid);
        return null;
    }

    private async Task WorkAsync(Claim claim, CancellationToken ct)
    {
        using var acting = CancellationTokenSource.CreateLinkedTokenSource(ct, claim.Lost);
        try
        {
            // Read again: before the claim was ours, its former owner may have moved it.
            if (await notifications.FindAsync(claim.Key.Notification, acting.Token) is { } notification && !NotificationLifecycle.IsFinal(notification.Status))
                await RunAsync(claim, notification, acting.Token);
            await claim.ReleaseAsync();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await claim.AbandonAsync();
            throw;
        }
        catch (OperationCanceledException) when (claim.Lost.IsCancellationRequested)
        {
            throw new ClaimLostException(claim.Key.Subject);
        }
    }

    private async Task RunAsync(Claim claim, Notification notification, CancellationToken ct)
    {
        if (notification.Status == NotificationStatus.Error && !await moves.IsDueAsync(notification.Uuid, ct)) return;
        var host = await hosts.FindAsync(notification.SourceHostUuid, ct);
        var hostName = host?.Name ?? notification.SourceHostUuid.ToString();
        if (host is { Segment.Enabled: false } && notification.Status != NotificationStatus.Running)
        {
            await moves.MoveAsync(claim, notification, hostName, NotificationStatus.Ignored, RecoveryMessages.SegmentDisabled);
            return;
        }
        if (notification.Status != NotificationStatus.Running)
        {
            var aborted = await claim.IsAbortedAsync(ct);
            if (!await moves.MoveAsync(claim, notification, hostName, NotificationStatus.Running, null, isLogged: aborted)) return;
            events.Begins(notification);
            notification = notification with { Status = NotificationStatus.Running };
        }
        else logger.TakenOver(notification.Uuid, claim.Key.Epoch);
        var outcome = await OutcomeAsync(claim, notification, host, ct);
        await EndAsync(claim, notification, hostName, outcome);
        events.Ends(notification, outcome);
    }

    private async Task<TaskOutcome> OutcomeAsync(Claim claim, Notification notification, ComputeHost? host, CancellationToken ct)
    {
        try
        {
            if (host is null) return TaskOutcome.GiveUp($"Host {notification.SourceHostUuid} is no longer registered in any segment.");
            if (Triage.Of(notification, host.Segment.RecoveryMethod) is { } outcome) return outcome;
            var context = new RecoveryContext { Notification = notification, Host = host, Claim = claim, Progress = new ProgressLog(claim, clock) };
            return await runner.RunAsync(workflow.Tasks, context, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ClaimLostException))
        {
            if (e is not OpenStackException) logger.AttemptBroke(e, notification.Uuid);   // that one says all in its message
            return TaskOutcome.Fail($"The attempt failed: {e.Message}");
        }
    }

    private Task EndAsync(Claim claim, Notification notification, string hostName, TaskOutcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Done => moves.MoveAsync(claim, notification, hostName, NotificationStatus.Finished, null),
        OutcomeKind.Skip => moves.MoveAsync(claim, notification, hostName, NotificationStatus.Finished, outcome.Why),
        OutcomeKind.Ignore => moves.MoveAsync(claim, notification, hostName, NotificationStatus.Ignored, outcome.Why),
        OutcomeKind.Abort or OutcomeKind.Unsupported =>
            moves.MoveAsync(claim, notification, hostName, NotificationStatus.Failed, outcome.Why, outcome.IsLogged),
        _ => moves.FailAttemptAsync(claim, notification, hostName, outcome),
    };
}
