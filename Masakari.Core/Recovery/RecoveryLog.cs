using Masakari.Core.Recovery.Flow;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>
/// What the engine logs. The recovery room has 5000-5099 for the usual and 5100-5199 for trouble; its sub-rooms share them.
/// </summary>
internal static partial class RecoveryLog
{
    [LoggerMessage(5002, LogLevel.Information, "Notification {NotificationUuid}: taken over where a former owner left it (epoch {Epoch})")]
    public static partial void TakenOver(this ILogger logger, Guid notificationUuid, long epoch);

    [LoggerMessage(5003, LogLevel.Debug, "Notification {NotificationUuid}: {Task} begins")]
    public static partial void TaskBegins(this ILogger logger, Guid notificationUuid, string task);

    [LoggerMessage(5004, LogLevel.Debug, "Notification {NotificationUuid}: {Task} ends: {Outcome}{Why:l}")]
    public static partial void TaskEnds(this ILogger logger, Guid notificationUuid, string task, OutcomeKind outcome, string why);

    [LoggerMessage(5012, LogLevel.Information,
        "Notification {NotificationUuid}: interrupted, because this service stops. "
        + "Another controller continues the recovery, or this one after its restart")]
    public static partial void LeftForLater(this ILogger logger, Guid notificationUuid);

    [LoggerMessage(5042, LogLevel.Debug, "Notification {NotificationUuid}: waits, because another recovery of the same host is held")]
    public static partial void WaitsForHeld(this ILogger logger, Guid notificationUuid);

    [LoggerMessage(5107, LogLevel.Warning, "Notification {NotificationUuid}: the attempt ended with an unexpected error")]
    public static partial void AttemptBroke(this ILogger logger, Exception e, Guid notificationUuid);

    [LoggerMessage(5108, LogLevel.Error,
        "Notification {NotificationUuid}: the recovery was interrupted by an error; the next sweep continues it")]
    public static partial void RecoveryBroke(this ILogger logger, Exception e, Guid notificationUuid);

    [LoggerMessage(5120, LogLevel.Warning,
        "Notification {NotificationUuid}: this process lost its claim and stops its work on the notification. "
        + "Another controller or a later sweep continues")]
    public static partial void LeftToAnother(this ILogger logger, Guid notificationUuid);
}
