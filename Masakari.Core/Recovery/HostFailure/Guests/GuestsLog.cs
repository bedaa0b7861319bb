using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>What is logged about the guests of a host that is back.</summary>
internal static partial class GuestsLog
{
    [LoggerMessage(5090, LogLevel.Information,
        "Notification {NotificationUuid}: host {HostName} is back. Instance {InstanceName} ({InstanceUuid}) had stopped with the host; "
        + "Nova accepted its start")]
    public static partial void GuestStarted(
        this ILogger logger, Guid notificationUuid, string hostName, string instanceName, Guid instanceUuid);

    [LoggerMessage(5191, LogLevel.Warning,
        "Notification {NotificationUuid}: host {HostName} is back. Instance {InstanceName} ({InstanceUuid}) had stopped with the host and "
        + "could not be started: {Reason}")]
    public static partial void GuestNotStarted(
        this ILogger logger, Guid notificationUuid, string hostName, string instanceName, Guid instanceUuid, string reason);

    [LoggerMessage(5192, LogLevel.Warning,
        "Notification {NotificationUuid}: the instances of host {HostName} could not be listed. If the host reboots, none is started when it "
        + "is back. Masakari tries again: {Reason}")]
    public static partial void GuestsNotSeen(this ILogger logger, Guid notificationUuid, string hostName, string reason);
}
