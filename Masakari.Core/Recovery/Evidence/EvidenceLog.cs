using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>What is logged while evidence is gathered.</summary>
internal static partial class EvidenceLog
{
    [LoggerMessage(5082, LogLevel.Information,
        "Notification {NotificationUuid}: host {HostName} may be evacuated: the fence command has seen it off, and Nova reports "
        + "nova-compute down. Last heartbeat {LastHeartbeat:u}")]
    public static partial void Fenced(this ILogger logger, Guid notificationUuid, string hostName, DateTimeOffset? lastHeartbeat);

    [LoggerMessage(5103, LogLevel.Warning, "Host {HostName}: its nova-compute could not be read from Nova; the read is repeated: {Reason}")]
    public static partial void LookFailed(this ILogger logger, string hostName, string reason);

    [LoggerMessage(5119, LogLevel.Warning,
        "Host {HostName}: Nova received a heartbeat at {Heartbeat:u}. The evidence that the host is dead no longer holds; "
        + "Masakari looks for new evidence")]
    public static partial void EvidenceVoid(this ILogger logger, string hostName, DateTimeOffset? heartbeat);

    [LoggerMessage(5122, LogLevel.Warning,
        "Host {HostName}: the confirmation by {By} at {At:u} that the host is dead does not count: Nova received a heartbeat at {Heartbeat:u}. "
        + "If the host is dead now, run `masakari manage confirm-down {HostName}` again")]
    public static partial void WordVoid(this ILogger logger, string hostName, string by, DateTimeOffset at, DateTimeOffset? heartbeat);

    [LoggerMessage(5121, LogLevel.Warning,
        "Nova's heartbeats come every {Seen:0} s, not every {Configured:0} s as [recovery] nova_report_interval_seconds says. "
        + "Set the option to Nova's report_interval")]
    public static partial void HeartbeatsAreSlow(this ILogger logger, double seen, double configured);

    [LoggerMessage(5016, LogLevel.Information,
        "Notification {NotificationUuid}: host {HostName} may be evacuated: confirmed down by {By}, and Nova reports nova-compute down. "
        + "Last heartbeat {LastHeartbeat:u}")]
    public static partial void ConfirmedDown(
        this ILogger logger, Guid notificationUuid, string hostName, string? by, DateTimeOffset? lastHeartbeat);

    [LoggerMessage(5017, LogLevel.Information,
        "Notification {NotificationUuid}: host {HostName} may be evacuated: forced down in Nova. Last heartbeat {LastHeartbeat:u}")]
    public static partial void ForcedDown(this ILogger logger, Guid notificationUuid, string hostName, DateTimeOffset? lastHeartbeat);

    [LoggerMessage(5018, LogLevel.Information,
        "Notification {NotificationUuid}: host {HostName} may be evacuated: Nova reports nova-compute down. "
        + "Last heartbeat {LastHeartbeat:u}, {Seconds:0} s of silence")]
    public static partial void FellSilent(
        this ILogger logger, Guid notificationUuid, string hostName, DateTimeOffset? lastHeartbeat, double seconds);
}
