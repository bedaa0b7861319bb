using Masakari.Core.Notifications;
using Masakari.Core.Segments;

namespace Masakari.Core.Recovery.Workflows;

/// <summary>Says of a notification whether there is anything to recover (engine.md 8).</summary>
internal static class Triage
{
    /// <summary>The outcome of a notification that needs no workflow; null = recover the host.</summary>
    public static TaskOutcome? Of(Notification notification, RecoveryMethod method)
    {
        if (notification.Type != NotificationType.ComputeHost) return TaskOutcome.NotYet;
        var status = Payload.Text(notification, "host_status");
        if (!string.Equals(status, "NORMAL", StringComparison.OrdinalIgnoreCase))
            return TaskOutcome.Ignore(
                $"The reported host_status is {status ?? "missing"}, not NORMAL: the failure of the host is not confirmed.");
        return Payload.Text(notification, "event") switch
        {
            "STARTED" => TaskOutcome.Skip("The report says that the host has started: there is nothing to recover."),
            "STOPPED" when method == RecoveryMethod.Auto => null,
            "STOPPED" => TaskOutcome.NotYet,
            var other => TaskOutcome.Ignore($"The reported event is {other ?? "missing"}, which is not known."),
        };
    }
}
