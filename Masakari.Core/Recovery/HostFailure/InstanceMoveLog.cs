using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>What is logged about the move of one instance.</summary>
internal static partial class InstanceMoveLog
{
    [LoggerMessage(5007, LogLevel.Debug, "Notification {NotificationUuid}: Nova accepted the evacuation of instance {InstanceUuid}")]
    public static partial void EvacuateSent(this ILogger logger, Guid notificationUuid, Guid instanceUuid);

    [LoggerMessage(5008, LogLevel.Information,
        "Notification {NotificationUuid}: instance {InstanceName} ({InstanceUuid}) is now on {Destination}")]
    public static partial void MoveSucceeded(
        this ILogger logger, Guid notificationUuid, string instanceName, Guid instanceUuid, string? destination);

    [LoggerMessage(5009, LogLevel.Information,
        "Notification {NotificationUuid}: instance {InstanceName} ({InstanceUuid}) was {VmState}, task {TaskState}; "
        + "its state was reset to error, so that Nova accepts the evacuation")]
    public static partial void StateReset(
        this ILogger logger, Guid notificationUuid, string instanceName, Guid instanceUuid, string vmState, string taskState);

    [LoggerMessage(5010, LogLevel.Information,
        "Notification {NotificationUuid}: a former process may have sent the evacuate call of instance {InstanceName} ({InstanceUuid}). "
        + "Waiting up to {Seconds:0} s for Nova to show the evacuation")]
    public static partial void WaitingOutLostCall(
        this ILogger logger, Guid notificationUuid, string instanceName, Guid instanceUuid, double seconds);

    [LoggerMessage(5033, LogLevel.Information,
        "Notification {NotificationUuid}: the recovery of another host is moving instance {InstanceName} ({InstanceUuid}). "
        + "Waiting for the end of that move")]
    public static partial void WaitsForOtherMove(this ILogger logger, Guid notificationUuid, string instanceName, Guid instanceUuid);

    [LoggerMessage(5034, LogLevel.Information,
        "Notification {NotificationUuid}: Nova shows the task {TaskState} of instance {InstanceName} ({InstanceUuid}), but no evacuation. "
        + "Waiting until Nova shows the evacuation or the end of the task")]
    public static partial void WaitingForRebuild(
        this ILogger logger, Guid notificationUuid, string instanceName, Guid instanceUuid, string? taskState);

    [LoggerMessage(5021, LogLevel.Information,
        "Notification {NotificationUuid}: instance {InstanceName} ({InstanceUuid}) no longer exists and needs no move")]
    public static partial void InstanceGone(this ILogger logger, Guid notificationUuid, string instanceName, Guid instanceUuid);

    [LoggerMessage(5106, LogLevel.Warning,
        "Notification {NotificationUuid}: the answer to the evacuate call of instance {InstanceUuid} was lost; "
        + "checking whether Nova received the call: {Reason}")]
    public static partial void EvacuateAnswerLost(this ILogger logger, Guid notificationUuid, Guid instanceUuid, string reason);

    [LoggerMessage(5112, LogLevel.Warning,
        "Notification {NotificationUuid}: the move of instance {InstanceName} ({InstanceUuid}) failed: {Reason}")]
    public static partial void MoveFailed(
        this ILogger logger, Guid notificationUuid, string instanceName, Guid instanceUuid, string? reason);

    [LoggerMessage(5190, LogLevel.Warning,
        "Notification {NotificationUuid}: instance {InstanceName} ({InstanceUuid}) had stopped without a user. "
        + "The instance could not be started: {Reason}")]
    public static partial void NotStarted(
        this ILogger logger, Guid notificationUuid, string instanceName, Guid instanceUuid, string reason);
}
