using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Claims;

/// <summary>What is logged about claims.</summary>
internal static partial class ClaimsLog
{
    [LoggerMessage(5001, LogLevel.Debug, "Claim on {Subject} taken for notification {NotificationUuid}, epoch {Epoch}")]
    public static partial void ClaimTaken(this ILogger logger, string subject, Guid notificationUuid, long epoch);

    [LoggerMessage(5100, LogLevel.Warning,
        "Notification {NotificationUuid}: another controller now owns the claim on {Subject}; this one stops its work on the notification")]
    public static partial void ClaimTakenFromUs(this ILogger logger, string subject, Guid notificationUuid);

    [LoggerMessage(5125, LogLevel.Warning,
        "Notification {NotificationUuid}: the database is another one than before, and may lack the last writes. Each open move counts as asked "
        + "for just now")]
    public static partial void InAnotherDatabase(this ILogger logger, Guid notificationUuid);

    [LoggerMessage(5101, LogLevel.Warning, "The claim on {Subject} could not be renewed; the renewal is repeated until the lease ends")]
    public static partial void RenewalFailed(this ILogger logger, Exception e, string subject);
}
