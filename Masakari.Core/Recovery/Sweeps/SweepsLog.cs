using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>What the sweeps log.</summary>
internal static partial class SweepsLog
{
    [LoggerMessage(5040, LogLevel.Warning, "Notification {NotificationUuid}: released {Order}")]
    public static partial void Released(this ILogger logger, Guid notificationUuid, string order);

    [LoggerMessage(5109, LogLevel.Error, "The sweep failed in its part '{Part}'; the next sweep repeats it")]
    public static partial void SweepFailed(this ILogger logger, Exception e, string part);

    [LoggerMessage(5143, LogLevel.Error,
        "Notification '{NotificationUuid}' cannot be read and is not recovered: {Why}. Correct its row in the table notifications, or set the "
        + "status of the row to failed")]
    public static partial void RowSkipped(this ILogger logger, string notificationUuid, string why);

    [LoggerMessage(5140, LogLevel.Warning,
        "Notification {NotificationUuid} ({Type}, host {HostName}) was left running by the Python original at {Since:u} and is held: "
        + "make sure that all its masakari-engine processes are stopped, then run `masakari manage takeover`")]
    public static partial void Held(this ILogger logger, Guid notificationUuid, string type, string hostName, DateTimeOffset since);
}
