using Masakari.Core.Notifications;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Flow;

/// <summary>What is logged about the status of notifications.</summary>
internal static partial class FlowLog
{
    /// <param name="logger">The room's.</param>
    /// <param name="level">Error when a notification ends failed, Warning when an attempt does, else Information.</param>
    /// <param name="notificationUuid">Whose status changed.</param>
    /// <param name="hostName">The reported host.</param>
    /// <param name="from">The status before.</param>
    /// <param name="to">The status now.</param>
    /// <param name="why">Empty, or a colon and the reason. With :l it is not put in quotes.</param>
    [LoggerMessage(EventId = 5000, Message = "Notification {NotificationUuid} (host {HostName}): {From} -> {To}{Why:l}")]
    public static partial void StatusChanged(
        this ILogger logger, LogLevel level, Guid notificationUuid, string hostName, NotificationStatus from, NotificationStatus to,
        string why);

    [LoggerMessage(5011, LogLevel.Information, "Notification {NotificationUuid}: next attempt at {Due:u}")]
    public static partial void RetryDue(this ILogger logger, Guid notificationUuid, DateTimeOffset due);

    [LoggerMessage(5025, LogLevel.Information, "Notification {NotificationUuid} (host {HostName}): {Phases:l}")]
    public static partial void Phases(this ILogger logger, Guid notificationUuid, string hostName, string phases);

    [LoggerMessage(5124, LogLevel.Warning,
        "Notification {NotificationUuid}: a line of its workflow details could not be written: {Reason}")]
    public static partial void ProgressNotWritten(this ILogger logger, Guid notificationUuid, string reason);

    [LoggerMessage(5118, LogLevel.Warning,
        "Notification {NotificationUuid} (host {HostName}): the recovery waits. {Reason:l}")]
    public static partial void Waits(this ILogger logger, Guid notificationUuid, string hostName, string reason);

    [LoggerMessage(5023, LogLevel.Information, "Notification {NotificationUuid} (host {HostName}): {Reason:l}")]
    public static partial void LooksOn(this ILogger logger, Guid notificationUuid, string hostName, string reason);

    [LoggerMessage(5141, LogLevel.Warning, "Notification {NotificationUuid} (host {HostName}) is held: {Why:l}")]
    public static partial void Held(this ILogger logger, Guid notificationUuid, string hostName, string why);

    [LoggerMessage(5111, LogLevel.Error,
        "Notification {NotificationUuid} (host {HostName}): the recovery failed and is not tried again: {Reason}")]
    public static partial void RecoveryFailed(this ILogger logger, Guid notificationUuid, string hostName, string reason);
}
