using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>The trouble of the recovery room: 5100-5199.</summary>
internal static partial class RecoveryTroubleLog
{
    [LoggerMessage(5100, LogLevel.Warning,
        "Notification {NotificationUuid}: another controller now owns the claim on {Subject}; this one stops its work on the notification")]
    public static partial void ClaimTakenFromUs(this ILogger logger, string subject, Guid notificationUuid);

    [LoggerMessage(5101, LogLevel.Warning, "The claim on {Subject} could not be renewed; the renewal is repeated until the lease ends")]
    public static partial void RenewalFailed(this ILogger logger, Exception e, string subject);

    [LoggerMessage(5102, LogLevel.Warning, "Host {HostName}: nova-compute could not be disabled in Nova; the recovery continues: {Reason}")]
    public static partial void DisableFailed(this ILogger logger, string hostName, string reason);

    [LoggerMessage(5103, LogLevel.Warning, "Host {HostName}: its nova-compute could not be read from Nova; the read is repeated: {Reason}")]
    public static partial void LookFailed(this ILogger logger, string hostName, string reason);

    [LoggerMessage(5104, LogLevel.Warning,
        "Notification {NotificationUuid}: false alarm: nova-compute on host {HostName} still sends heartbeats to Nova. "
        + "No instance is moved, and maintenance and disable are undone. Find out why the host was reported")]
    public static partial void FalseAlarm(this ILogger logger, Guid notificationUuid, string hostName);

    [LoggerMessage(5105, LogLevel.Warning, "Instance {InstanceUuid} could not be unlocked; the unlock is repeated later: {Reason}")]
    public static partial void UnlockFailed(this ILogger logger, Guid instanceUuid, string reason);

    [LoggerMessage(5106, LogLevel.Warning,
        "Notification {NotificationUuid}: the answer to the evacuate call of instance {InstanceUuid} was lost; "
        + "checking whether Nova received the call: {Reason}")]
    public static partial void EvacuateAnswerLost(this ILogger logger, Guid notificationUuid, Guid instanceUuid, string reason);

    [LoggerMessage(5107, LogLevel.Warning, "Notification {NotificationUuid}: the attempt ended with an unexpected error")]
    public static partial void AttemptBroke(this ILogger logger, Exception e, Guid notificationUuid);

    [LoggerMessage(5108, LogLevel.Error,
        "Notification {NotificationUuid}: the recovery was interrupted by an error; the next sweep continues it")]
    public static partial void RecoveryBroke(this ILogger logger, Exception e, Guid notificationUuid);

    [LoggerMessage(5109, LogLevel.Error, "The sweep failed in its part '{Part}'; the next sweep repeats it")]
    public static partial void SweepFailed(this ILogger logger, Exception e, string part);

    [LoggerMessage(5110, LogLevel.Warning, "Recoveries are waiting: the engine is paused {Order}")]
    public static partial void WorkWaits(this ILogger logger, string order);

    [LoggerMessage(5111, LogLevel.Error,
        "Notification {NotificationUuid} (host {HostName}): the recovery failed and is not tried again: {Reason}")]
    public static partial void RecoveryFailed(this ILogger logger, Guid notificationUuid, string hostName, string reason);

    [LoggerMessage(5112, LogLevel.Warning,
        "Notification {NotificationUuid}: the move of instance {InstanceName} ({InstanceUuid}) failed: {Reason}")]
    public static partial void MoveFailed(
        this ILogger logger, Guid notificationUuid, string instanceName, Guid instanceUuid, string? reason);

    [LoggerMessage(5113, LogLevel.Warning,
        "Host {HostName}: no usable destination: no other nova-compute is enabled and up. Evacuations fail until there is one")]
    public static partial void NoDestination(this ILogger logger, string hostName);

    [LoggerMessage(5120, LogLevel.Warning,
        "Notification {NotificationUuid}: this process lost its claim and stops its work on the notification. "
        + "Another controller or a later sweep continues")]
    public static partial void LeftToAnother(this ILogger logger, Guid notificationUuid);

    [LoggerMessage(5140, LogLevel.Warning,
        "Notification {NotificationUuid} ({Type}, host {HostName}) was left running by the Python original at {Since:u} and is held: "
        + "make sure that all its masakari-engine processes are stopped, then run `masakari manage takeover`")]
    public static partial void Held(this ILogger logger, Guid notificationUuid, string type, string hostName, DateTimeOffset since);
}
