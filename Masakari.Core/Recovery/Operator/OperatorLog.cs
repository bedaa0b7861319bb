using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Operator;

/// <summary>What is logged about the operator's orders.</summary>
internal static partial class OperatorLog
{
    [LoggerMessage(5013, LogLevel.Warning, "The engine is paused {Order}")]
    public static partial void Paused(this ILogger logger, string order);

    [LoggerMessage(5014, LogLevel.Information, "The pause of the engine is over: {Why}")]
    public static partial void Resumed(this ILogger logger, string why);

    [LoggerMessage(5015, LogLevel.Warning, "Notification {NotificationUuid}: aborted {Order}")]
    public static partial void AbortOrdered(this ILogger logger, Guid notificationUuid, string order);

    [LoggerMessage(5110, LogLevel.Warning, "Recoveries are waiting: the engine is paused {Order}")]
    public static partial void WorkWaits(this ILogger logger, string order);
}
