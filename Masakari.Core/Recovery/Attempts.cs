using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure;
using Masakari.Core.Recovery.Operator;

namespace Masakari.Core.Recovery;

/// <summary>The beginning and the end of an attempt at a notification: its status, and the events that go with it.</summary>
internal sealed class Attempts(
    NotificationStatusWriter statuses, RetrySchedule schedule, FormerProgress former, FailureMark mark, AttemptEvents events,
    OperatorOrders orders)
{
    /// <summary>Whether a notification in error may be attempted now.</summary>
    public Task<bool> IsDueAsync(Guid notification, CancellationToken ct) => schedule.IsDueAsync(notification, ct);

    /// <summary>Ends a notification whose segment is disabled without an attempt.</summary>
    public Task IgnoreAsync(ClaimSet claim, Notification notification, string hostName) =>
        statuses.SetAsync(claim, notification, hostName, NotificationStatus.Ignored, RecoveryMessages.SegmentDisabled);

    /// <summary>Goes on with an attempt that a former owner left. Time in which nobody could work on it counts for no limit.</summary>
    public async Task TakeOverAsync(ClaimSet claim)
    {
        await former.EndAsync(claim);
        if (claim.Key.Unowned > TimeSpan.Zero) await schedule.NoteAwayAsync(claim, claim.Key.Unowned);
    }

    /// <summary>Begins an attempt.</summary>
    /// <returns>The running notification; <see langword="null"/> when somebody changed its status meanwhile.</returns>
    public async Task<Notification?> BeginAsync(ClaimSet claim, Notification notification, string hostName, CancellationToken ct)
    {
        var aborted = await orders.AbortOfAsync(notification.Uuid, ct) is not null;   // it runs only to be ended at once
        if (!await statuses.SetAsync(claim, notification, hostName, NotificationStatus.Running, null, isLogged: aborted)) return null;
        events.Begins(notification);
        return notification with { Status = NotificationStatus.Running, Message = null };
    }

    /// <summary>Writes down how an attempt ended.</summary>
    public async Task EndAsync(ClaimSet claim, Notification notification, string hostName, TaskOutcome outcome)
    {
        await WriteEndAsync(claim, notification, hostName, outcome);
        events.Ends(notification, outcome);
    }

    private Task WriteEndAsync(ClaimSet claim, Notification notification, string hostName, TaskOutcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Done => statuses.SetAsync(claim, notification, hostName, NotificationStatus.Finished, null),
        OutcomeKind.Skip => statuses.SetAsync(claim, notification, hostName, NotificationStatus.Finished, outcome.Why),
        OutcomeKind.Ignore => statuses.SetAsync(claim, notification, hostName, NotificationStatus.Ignored, outcome.Why),
        OutcomeKind.Abort => statuses.SetAsync(claim, notification, hostName, NotificationStatus.Failed, outcome.Why, outcome.IsLogged),
        OutcomeKind.Hold => statuses.HoldAsync(claim, notification, hostName, outcome.Why!),
        _ => FailAsync(claim, notification, hostName, outcome),
    };

    private async Task FailAsync(ClaimSet claim, Notification notification, string hostName, TaskOutcome outcome)
    {
        if (!await statuses.FailAttemptAsync(claim, notification, hostName, outcome))
            await mark.LeaveAsync(claim, hostName, claim.Lost);
    }
}
