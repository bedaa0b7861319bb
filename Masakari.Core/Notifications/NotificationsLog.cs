using Microsoft.Extensions.Logging;

namespace Masakari.Core.Notifications;

/// <summary>What the notifications room logs: 3000 to 3099 normal, 3100 to 3199 trouble.</summary>
internal static partial class NotificationsLog
{
    [LoggerMessage(3002, LogLevel.Information, "Notification {NotificationUuid}: {Type} report about host {HostName} accepted")]
    public static partial void Accepted(this ILogger logger, Guid notificationUuid, NotificationType type, string hostName);

    [LoggerMessage(3003, LogLevel.Debug, "Notification {NotificationUuid}: VM report about host {HostName} ignored: {Reason}")]
    public static partial void StoredAsIgnored(this ILogger logger, Guid notificationUuid, string hostName, string reason);

    [LoggerMessage(3101, LogLevel.Warning,
        "Notification {NotificationUuid}: its recovery details cannot be read, so the API does not show them")]
    public static partial void DetailsUnreadable(this ILogger logger, Exception cause, Guid notificationUuid);
}
