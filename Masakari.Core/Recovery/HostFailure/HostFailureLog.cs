using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>What is logged about the recovery of a host: its death, its destinations, its instances.</summary>
internal static partial class HostFailureLog
{
    [LoggerMessage(5006, LogLevel.Information,
        "Host {HostName}: {Usable} usable destinations; the evacuation starts with up to {Limit} instances at the same time")]
    public static partial void GateOpened(this ILogger logger, string hostName, int limit, int usable);

    [LoggerMessage(5019, LogLevel.Information,
        "Notification {NotificationUuid}: host {HostName} may be evacuated: an earlier attempt found it down ({Evidence})")]
    public static partial void FoundDownBefore(this ILogger logger, Guid notificationUuid, string hostName, string evidence);

    [LoggerMessage(5020, LogLevel.Information,
        "Notification {NotificationUuid}: instances of host {HostName}: {ToMove} to move, {LeftOut} left out")]
    public static partial void Planned(this ILogger logger, Guid notificationUuid, string hostName, int toMove, int leftOut);

    [LoggerMessage(5022, LogLevel.Information,
        "Host {HostName}: {Moved} of {ToMove} instances moved in {Seconds:0} s, 0 failed{Others:l}. "
        + "The host stays disabled and on maintenance. To put it back, see docs/operations.md, \"Putting a host back\"")]
    public static partial void HostRecovered(
        this ILogger logger, string hostName, int moved, int toMove, double seconds, string others);

    [LoggerMessage(5050, LogLevel.Information,
        "Notification {NotificationUuid}: {Count} more instances have appeared on host {HostName}; they are moved too")]
    public static partial void MoreAppeared(this ILogger logger, Guid notificationUuid, string hostName, int count);

    [LoggerMessage(5104, LogLevel.Warning,
        "Notification {NotificationUuid}: false alarm: nova-compute on host {HostName} still sends heartbeats to Nova. "
        + "No instance is moved, and maintenance and disable are undone. Find out why the host was reported{Guests:l}")]
    public static partial void FalseAlarm(this ILogger logger, Guid notificationUuid, string hostName, string guests);

    [LoggerMessage(5123, LogLevel.Warning,
        "Host {HostName}: the failed recovery could not be written into Nova's disabled_reason: {Reason}")]
    public static partial void FailureNotShown(this ILogger logger, string hostName, string reason);

    [LoggerMessage(5114, LogLevel.Warning,
        "Notification {NotificationUuid}: host {HostName} is back. {Moved} of {All} instances were moved{NotMoved:l}. No other is moved{Guests:l}")]
    public static partial void HostIsBack(
        this ILogger logger, Guid notificationUuid, string hostName, int moved, int all, string notMoved, string guests);
}
