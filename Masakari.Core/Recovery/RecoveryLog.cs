using Masakari.Core.Notifications;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>What the recovery room says: 5000-5099 as it should be, 5100-5199 trouble.</summary>
internal static partial class RecoveryLog
{
    /// <param name="logger">The room's.</param>
    /// <param name="level">Error when a notification ends failed, Warning when an attempt does, else Information.</param>
    /// <param name="notificationUuid">What moved.</param>
    /// <param name="hostName">The failed host.</param>
    /// <param name="from">Where it stood.</param>
    /// <param name="to">Where it stands now.</param>
    /// <param name="why">Empty, or a colon and the reason. With :l it is not put in quotes.</param>
    [LoggerMessage(EventId = 5000, Message = "Notification {NotificationUuid} (host {HostName}): {From} -> {To}{Why:l}")]
    public static partial void StatusMoved(
        this ILogger logger, LogLevel level, Guid notificationUuid, string hostName, NotificationStatus from, NotificationStatus to,
        string why);

    [LoggerMessage(5001, LogLevel.Debug, "Claim on {Subject} taken for notification {NotificationUuid}, epoch {Epoch}")]
    public static partial void ClaimTaken(this ILogger logger, string subject, Guid notificationUuid, long epoch);

    [LoggerMessage(5002, LogLevel.Information, "Notification {NotificationUuid}: taken over where a former owner left it (epoch {Epoch})")]
    public static partial void TakenOver(this ILogger logger, Guid notificationUuid, long epoch);

    [LoggerMessage(5003, LogLevel.Debug, "Notification {NotificationUuid}: {Task} begins")]
    public static partial void TaskBegins(this ILogger logger, Guid notificationUuid, string task);

    [LoggerMessage(5004, LogLevel.Debug, "Notification {NotificationUuid}: {Task} ends: {Outcome}{Why:l}")]
    public static partial void TaskEnds(this ILogger logger, Guid notificationUuid, string task, OutcomeKind outcome, string why);

    [LoggerMessage(5005, LogLevel.Information, "Host {HostName}: nova-compute is disabled in Nova")]
    public static partial void ServiceDisabled(this ILogger logger, string hostName);

    [LoggerMessage(5006, LogLevel.Information,
        "Host {HostName}: {Usable} usable destinations; the evacuation starts with up to {Limit} instances at the same time")]
    public static partial void GateOpened(this ILogger logger, string hostName, int limit, int usable);

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

    [LoggerMessage(5011, LogLevel.Information, "Notification {NotificationUuid}: next attempt at {Due:u}")]
    public static partial void RetryDue(this ILogger logger, Guid notificationUuid, DateTimeOffset due);

    [LoggerMessage(5012, LogLevel.Information,
        "Notification {NotificationUuid}: interrupted, because this service stops. "
        + "Another controller continues the recovery, or this one after its restart")]
    public static partial void LeftForLater(this ILogger logger, Guid notificationUuid);

    [LoggerMessage(5013, LogLevel.Warning, "The engine is paused {Order}")]
    public static partial void Paused(this ILogger logger, string order);

    [LoggerMessage(5014, LogLevel.Information, "The pause of the engine is over: {Why}")]
    public static partial void Resumed(this ILogger logger, string why);

    [LoggerMessage(5015, LogLevel.Warning, "Notification {NotificationUuid}: aborted {Order}")]
    public static partial void AbortOrdered(this ILogger logger, Guid notificationUuid, string order);

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

    [LoggerMessage(5019, LogLevel.Information,
        "Notification {NotificationUuid}: host {HostName} may be evacuated: an earlier attempt found it down ({Evidence})")]
    public static partial void FoundDownBefore(this ILogger logger, Guid notificationUuid, string hostName, string evidence);

    [LoggerMessage(5020, LogLevel.Information,
        "Notification {NotificationUuid}: instances of host {HostName}: {ToMove} to move, {LeftOut} left out")]
    public static partial void Planned(this ILogger logger, Guid notificationUuid, string hostName, int toMove, int leftOut);

    [LoggerMessage(5021, LogLevel.Information,
        "Notification {NotificationUuid}: instance {InstanceName} ({InstanceUuid}) no longer exists and needs no move")]
    public static partial void InstanceGone(this ILogger logger, Guid notificationUuid, string instanceName, Guid instanceUuid);

    [LoggerMessage(5022, LogLevel.Information,
        "Host {HostName}: {Moved} of {ToMove} instances moved in {Seconds:0} s, 0 failed{Others:l}. "
        + "The host stays disabled and on maintenance. To put it back, see docs/operations.md, \"Putting a host back\"")]
    public static partial void HostRecovered(
        this ILogger logger, string hostName, int moved, int toMove, double seconds, string others);

    [LoggerMessage(5040, LogLevel.Warning, "Notification {NotificationUuid}: released {Order}")]
    public static partial void Released(this ILogger logger, Guid notificationUuid, string order);

    [LoggerMessage(5041, LogLevel.Information,
        "Notification {NotificationUuid}: continues the work of the Python original: {All} instances, "
        + "{Continued} of them with a vmove of the original, {Locked} locked by it")]
    public static partial void Inherited(this ILogger logger, Guid notificationUuid, int continued, int all, int locked);

    [LoggerMessage(5042, LogLevel.Debug, "Notification {NotificationUuid}: waits, because another recovery of the same host is held")]
    public static partial void WaitsForHeld(this ILogger logger, Guid notificationUuid);
}
