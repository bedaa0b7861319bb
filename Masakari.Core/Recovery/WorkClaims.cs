using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Operator;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>Takes the claim of a notification when its recovery may begin or go on.</summary>
internal sealed class WorkClaims(
    NotificationRepository notifications, HeldRecoveries held, ClaimStore claims, NewWorkClaims fresh, RecoveryPlanner planner,
    ILogger<WorkClaims> logger)
{
    /// <summary><see langword="null"/> = another owner is at it, it is held, or it does not exist.</summary>
    public async Task<ClaimSet?> TakeAsync(Guid uuid, CancellationToken ct)
    {
        if (await notifications.FindAsync(uuid, ct) is not { } notification) return null;
        var subjects = planner.SubjectsOf(notification);
        if (notification.Status is not (NotificationStatus.New or NotificationStatus.Error))
            return await held.MayGoOnAsync(uuid, ct)
                ? await claims.TakeAsync(subjects, uuid, ct)
                : await claims.TakeOverAsync(subjects, uuid, ct);
        if (await held.HoldsHostAsync(notification.SourceHostUuid, ct))
        {
            logger.WaitsForHeld(uuid);
            return null;
        }
        // A retry is not held here: the brake looks again before it evacuates by silence.
        return notification.Status == NotificationStatus.New
            ? await fresh.TakeAsync(notification, ct)
            : await claims.TakeAsync(subjects, uuid, ct);
    }
}
