using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Unfinished notifications older than <c>notifications_expired_interval</c> by the database's clock, unless somebody works on them. What
/// the Python original left running is held instead, however old: its instances may be locked or down, and giving up would leave them so.
/// </summary>
internal sealed class ExpiredWork(
    Database database, NotificationRepository notifications, NotificationStatusWriter statuses, SweepOptions options, SweepRows rows)
    : ISweepPart
{
    public string Name => "expired work";

    public bool HasWork(SweepLook look) => look.HasUnfinished;

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        var sql = $"""
            SELECT n.notification_uuid AS uuid, n.type, COALESCE(h.name, n.source_host_uuid) AS host
              FROM notifications n LEFT JOIN hosts h ON h.uuid = n.source_host_uuid
             WHERE n.status IN ('new', 'error') AND n.deleted = 0 AND {WorkRow.IsReadable}
               AND n.created_at < {database.Dialect.NowSecondsPlus("@age")}
               AND NOT (n.status = 'new'
                        AND EXISTS (SELECT 1 FROM held_notifications h WHERE h.notification_uuid = n.notification_uuid))
               AND NOT EXISTS (SELECT 1 FROM recovery_claims c WHERE c.notification_uuid = n.notification_uuid AND c.owner <> '')
            """;
        var message = $"The recovery did not end within {options.Expiry.TotalSeconds:0} s (notifications_expired_interval).";
        var expired = await database.QueryAsync<WorkRow>(sql, new { age = -options.Expiry.TotalSeconds }, ct);
        await rows.ForEachAsync(expired, row => row.Uuid, async row =>
        {
            // One that runs by now has an owner.
            var notification = await notifications.FindAsync(row.Notification, ct);
            if (notification is { Status: NotificationStatus.New or NotificationStatus.Error })
                await statuses.GiveUpAsync(notification, row.Host, message, ct);
        });
    }
}
