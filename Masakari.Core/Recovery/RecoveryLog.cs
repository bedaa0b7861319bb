using Masakari.Core.Notifications;
using Masakari.Core.VMoves;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>What the recovery room says: 5000-5099 as it should be, 5100-5199 trouble.</summary>
internal static partial class RecoveryLog
{
    [LoggerMessage(5000, LogLevel.Information, "Notification {NotificationUuid}: {From} -> {To} ({Message})")]
    public static partial void StatusMoved(this ILogger logger, Guid notificationUuid, NotificationStatus from, NotificationStatus to, string? message);

    [LoggerMessage(5001, LogLevel.Debug, "Claim on {Subject} taken for notification {NotificationUuid}, epoch {Epoch}")]
    public static partial void ClaimTaken(this ILogger logger, string subject, Guid notificationUuid, long epoch);

    [LoggerMessage(5002, LogLevel.Information, "Notification {NotificationUuid}: taken over where a former owner left it (epoch {Epoch})")]
    public static partial void TakenOver(this ILogger logger, Guid notificationUuid, long epoch);

    [LoggerMessage(5003, LogLevel.Information, "Notification {NotificationUuid}: {Task} begins")]
    public static partial void TaskBegins(this ILogger logger, Guid notificationUuid, string task);

    [LoggerMessage(5004, LogLevel.Information, "Notification {NotificationUuid}: {Task} ends: {Outcome} {Why}")]
    public static partial void TaskEnds(this ILogger logger, Guid notificationUuid, string task, OutcomeKind outcome, string? why);

    [LoggerMessage(5005, LogLevel.Information, "Host {HostName}: nova-compute disabled")]
    public static partial void ServiceDisabled(this ILogger logger, string hostName);

    [LoggerMessage(5006, LogLevel.Information, "Host {HostName}: {Limit} evacuations at a time to begin with, {Usable} usable destinations")]
    public static partial void GateOpened(this ILogger logger, string hostName, int limit, int usable);

    [LoggerMessage(5007, LogLevel.Debug, "Notification {NotificationUuid}: evacuation of instance {InstanceUuid} asked for")]
    public static partial void EvacuateSent(this ILogger logger, Guid notificationUuid, Guid instanceUuid);

    [LoggerMessage(5008, LogLevel.Information, "Notification {NotificationUuid}: instance {InstanceUuid} {Status}, now on {Destination} ({Message})")]
    public static partial void MoveEnded(this ILogger logger, Guid notificationUuid, Guid instanceUuid, VMoveStatus status, string? destination, string? message);

    [LoggerMessage(5009, LogLevel.Information, "Notification {NotificationUuid}: instance {InstanceUuid} was {VmState} with task {TaskState}: reset to error before its evacuation")]
    public static partial void StateReset(this ILogger logger, Guid notificationUuid, Guid instanceUuid, string vmState, string? taskState);

    [LoggerMessage(5010, LogLevel.Information, "Notification {NotificationUuid}: instance {InstanceUuid} may have been asked for before a crash: waiting {Left} for Nova to show it")]
    public static partial void WaitingOutLostCall(this ILogger logger, Guid notificationUuid, Guid instanceUuid, TimeSpan left);

    [LoggerMessage(5011, LogLevel.Information, "Notification {NotificationUuid}: next attempt at {Due:u}")]
    public static partial void RetryDue(this ILogger logger, Guid notificationUuid, DateTimeOffset due);

    [LoggerMessage(5012, LogLevel.Information, "Notification {NotificationUuid}: left as it stands, to be taken up again")]
    public static partial void LeftForLater(this ILogger logger, Guid notificationUuid);

    [LoggerMessage(5013, LogLevel.Warning, "The engine is paused {Order}")]
    public static partial void Paused(this ILogger logger, string order);

    [LoggerMessage(5014, LogLevel.Information, "The engine goes on: {Why}")]
    public static partial void Resumed(this ILogger logger, string why);

    [LoggerMessage(5015, LogLevel.Warning, "Notification {NotificationUuid}: aborted {Order}")]
    public static partial void AbortOrdered(this ILogger logger, Guid notificationUuid, string order);

    [LoggerMessage(5016, LogLevel.Information, "Host {HostName}: confirmed down by {By}, and down by Nova")]
    public static partial void ConfirmedDown(this ILogger logger, string hostName, string by);

    [LoggerMessage(5040, LogLevel.Warning, "Notification {NotificationUuid}: released {Order}")]
    public static partial void Released(this ILogger logger, Guid notificationUuid, string order);

    [LoggerMessage(5041, LogLevel.Information, "Notification {NotificationUuid}: goes on where the original stopped: {Continued} vmoves of its own, {All} instances in all, {Locked} locked by it")]
    public static partial void Inherited(this ILogger logger, Guid notificationUuid, int continued, int all, int locked);

    [LoggerMessage(5042, LogLevel.Debug, "Notification {NotificationUuid}: waits, a recovery of its host is held")]
    public static partial void WaitsForHeld(this ILogger logger, Guid notificationUuid);

    [LoggerMessage(5100, LogLevel.Warning, "Claim on {Subject} for notification {NotificationUuid} belongs to another now: stopping")]
    public static partial void ClaimTakenFromUs(this ILogger logger, string subject, Guid notificationUuid);

    [LoggerMessage(5101, LogLevel.Warning, "Claim on {Subject} could not be renewed; trying again until it lapses")]
    public static partial void RenewalFailed(this ILogger logger, Exception e, string subject);

    [LoggerMessage(5102, LogLevel.Warning, "Host {HostName}: nova-compute could not be disabled; going on")]
    public static partial void DisableFailed(this ILogger logger, Exception e, string hostName);

    [LoggerMessage(5103, LogLevel.Warning, "Host {HostName}: Nova did not say how it is; looking again")]
    public static partial void LookFailed(this ILogger logger, Exception e, string hostName);

    [LoggerMessage(5104, LogLevel.Error, "Notification {NotificationUuid}: false alarm, nova-compute on {HostName} goes on reporting; what was changed is undone")]
    public static partial void FalseAlarm(this ILogger logger, Guid notificationUuid, string hostName);

    [LoggerMessage(5105, LogLevel.Warning, "Instance {InstanceUuid} could not be unlocked; trying again later")]
    public static partial void UnlockFailed(this ILogger logger, Exception e, Guid instanceUuid);

    [LoggerMessage(5106, LogLevel.Warning, "Notification {NotificationUuid}: Nova's answer about evacuating instance {InstanceUuid} was lost; looking whether it was heard")]
    public static partial void EvacuateAnswerLost(this ILogger logger, Exception e, Guid notificationUuid, Guid instanceUuid);

    [LoggerMessage(5107, LogLevel.Error, "Notification {NotificationUuid}: the recovery failed")]
    public static partial void RecoveryFailed(this ILogger logger, Exception e, Guid notificationUuid);

    [LoggerMessage(5108, LogLevel.Error, "Notification {NotificationUuid}: the recovery broke off; the sweep comes back to it")]
    public static partial void RecoveryBroke(this ILogger logger, Exception e, Guid notificationUuid);

    [LoggerMessage(5109, LogLevel.Error, "Sweep for {Part} failed")]
    public static partial void SweepFailed(this ILogger logger, Exception e, string part);

    [LoggerMessage(5120, LogLevel.Warning, "Notification {NotificationUuid}: our claim lapsed or is another's; nothing more is done under it here")]
    public static partial void LeftToAnother(this ILogger logger, Guid notificationUuid);

    [LoggerMessage(5110, LogLevel.Warning, "Recoveries are waiting: the engine is paused {Order}")]
    public static partial void WorkWaits(this ILogger logger, string order);

    [LoggerMessage(5140, LogLevel.Warning, "Notification {NotificationUuid} ({Type}, host {HostName}) was left running by the Python original at {Since:u} and is held: make sure that all its masakari-engine processes are stopped, then run `masakari manage takeover`")]
    public static partial void Held(this ILogger logger, Guid notificationUuid, string type, string hostName, DateTimeOffset since);
}
