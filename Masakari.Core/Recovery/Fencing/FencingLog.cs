using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Fencing;

/// <summary>What is logged about the fence command.</summary>
internal static partial class FencingLog
{
    [LoggerMessage(5080, LogLevel.Information,
        "Notification {NotificationUuid} (host {HostName}): the fence command starts, call {Call}")]
    public static partial void FenceStarts(this ILogger logger, Guid notificationUuid, string hostName, int call);

    [LoggerMessage(5081, LogLevel.Information,
        "Notification {NotificationUuid} (host {HostName}): the fence command says that the host is off{Output:l}. "
        + "The host is evacuated as soon as Nova reports its nova-compute down")]
    public static partial void FencedOff(this ILogger logger, Guid notificationUuid, string hostName, string output);

    [LoggerMessage(5180, LogLevel.Warning,
        "Notification {NotificationUuid} (host {HostName}): the fence command says that the host is still on{Output:l}. "
        + "The command is called again; meanwhile the host is not evacuated")]
    public static partial void FencedStillOn(this ILogger logger, Guid notificationUuid, string hostName, string output);

    [LoggerMessage(5181, LogLevel.Warning,
        "Notification {NotificationUuid} (host {HostName}): the fence command does not say whether the host is off: {Reason:l}{Output:l}")]
    public static partial void FenceCannotTell(
        this ILogger logger, Guid notificationUuid, string hostName, string reason, string output);
}
