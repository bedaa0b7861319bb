using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Spares;

/// <summary>What is logged about reserved hosts.</summary>
internal static partial class SparesLog
{
    [LoggerMessage(5150, LogLevel.Information,
        "Notification {NotificationUuid}: reserved host {Spare} is taken for the instances of host {HostName}")]
    public static partial void SpareTaken(this ILogger logger, Guid notificationUuid, string spare, string hostName);

    [LoggerMessage(5151, LogLevel.Information, "Notification {NotificationUuid}: reserved host {Spare} is ready: its nova-compute is enabled")]
    public static partial void SpareReady(this ILogger logger, Guid notificationUuid, string spare);

    [LoggerMessage(5152, LogLevel.Warning, "Notification {NotificationUuid}: reserved host {Spare} is not used: {Why:l}")]
    public static partial void SpareRefused(this ILogger logger, Guid notificationUuid, string spare, string why);

    [LoggerMessage(5153, LogLevel.Information,
        "Notification {NotificationUuid}: nothing has landed on reserved host {Spare}: it is reserved again")]
    public static partial void SpareGivenBack(this ILogger logger, Guid notificationUuid, string spare);

    [LoggerMessage(5154, LogLevel.Information,
        "Notification {NotificationUuid}: host {Spare} has taken instances: it stays enabled and is no longer a reserved host")]
    public static partial void SpareKept(this ILogger logger, Guid notificationUuid, string spare);

    [LoggerMessage(5155, LogLevel.Warning,
        "Notification {NotificationUuid}: reserved host {Spare} could not be given back; this is tried again later: {Reason}")]
    public static partial void NotGivenBack(this ILogger logger, Guid notificationUuid, string spare, string reason);

    [LoggerMessage(5156, LogLevel.Warning,
        "Notification {NotificationUuid}: host {Spare} was taken as a reserved host, and somebody has changed it since: "
            + "Masakari does not reserve it again")]
    public static partial void SpareLeft(this ILogger logger, Guid notificationUuid, string spare);
}
