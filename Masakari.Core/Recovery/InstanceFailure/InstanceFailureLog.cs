using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>What is logged about the recovery of guests.</summary>
internal static partial class InstanceFailureLog
{
    [LoggerMessage(5170, LogLevel.Information,
        "Notification {NotificationUuid}: instance {InstanceUuid} is left to the recovery of its host, notification {HostNotification}")]
    public static partial void LeftToHost(this ILogger logger, Guid notificationUuid, Guid instanceUuid, Guid hostNotification);

    [LoggerMessage(5171, LogLevel.Warning,
        "Instance {InstanceUuid}: Nova does not tell who stopped it, so it is started: {Reason}")]
    public static partial void CauseUnreadable(this ILogger logger, Guid instanceUuid, string reason);

    [LoggerMessage(5172, LogLevel.Warning,
        "Instance {InstanceUuid}: the answer to its stop could not be noted; a controller that takes over waits a little longer: {Reason}")]
    public static partial void StopNotNoted(this ILogger logger, Guid instanceUuid, string reason);
}
