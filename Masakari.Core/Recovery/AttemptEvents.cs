using Masakari.Core.Events;
using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery;

/// <summary>Publishes the attempts at a notification: each start has its end or its error, whoever ends it.</summary>
internal sealed class AttemptEvents(EventPublisher publisher)
{
    private const string Deed = "notification.process";

    public void Begins(Notification notification) => Publish(notification, EventPhase.Start, null);

    /// <param name="notification">As it stood in the attempt: the final status is not published.</param>
    /// <param name="outcome">What the attempt came to.</param>
    public void Ends(Notification notification, TaskOutcome outcome)
    {
        if (outcome.Kind is OutcomeKind.Done or OutcomeKind.Skip or OutcomeKind.Ignore)
            Publish(notification, EventPhase.End, null);
        else
            Publish(notification, EventPhase.Error, Fault(notification, outcome.Why ?? "failed"));
    }

    private static EventFault Fault(Notification notification, string why) =>
        new(typeof(RecoveryEngine).FullName!, nameof(RecoveryEngine.RecoverAsync), ClassOf(notification.Type), why);

    // As the original calls the failure of each kind of recovery.
    private static string ClassOf(NotificationType type) => type switch
    {
        NotificationType.ComputeHost => "HostRecoveryFailureException",
        NotificationType.Vm => "InstanceRecoveryFailureException",
        _ => "ProcessRecoveryFailureException",
    };

    private void Publish(Notification notification, EventPhase phase, EventFault? fault) =>
        publisher.Publish(EventSource.Engine, Deed, phase, () => NotificationEvents.Of(notification), fault);
}
