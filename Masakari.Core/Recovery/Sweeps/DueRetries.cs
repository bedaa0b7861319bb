using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Failed attempts: rings those that are due again and gives up those that get no further attempt. Rows in error that are not ours are due
/// at once.
/// </summary>
internal sealed class DueRetries(
    Database database, NotificationRepository notifications, NotificationStatusWriter statuses, NotificationQueue queue,
    SweepRows rows) : ISweepPart
{
    public string Name => "due retries";

    public bool HasWork(SweepLook look) => look.HasUnfinished;

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        var sql = $"""
            SELECT n.notification_uuid AS uuid, n.type, COALESCE(h.name, n.source_host_uuid) AS host,
                   CASE WHEN w.notification_uuid IS NOT NULL AND w.due_at IS NULL THEN 1 ELSE 0 END AS is_over
              FROM notifications n
              LEFT JOIN recovery_work w ON w.notification_uuid = n.notification_uuid
              LEFT JOIN hosts h ON h.uuid = n.source_host_uuid
             WHERE n.status = 'error' AND n.deleted = 0 AND {WorkRow.IsReadable}
               AND (w.due_at IS NULL OR w.due_at <= {database.Dialect.Now})
            """;
        await rows.ForEachAsync(await database.QueryAsync<WorkRow>(sql, null, ct), row => row.Uuid, row => EndWaitAsync(row, ct));
    }

    private async Task EndWaitAsync(WorkRow row, CancellationToken ct)
    {
        if (row.IsOver == 0) row.Ring(queue);
        else if (await notifications.FindAsync(row.Notification, ct) is { Status: NotificationStatus.Error } notification)
            await statuses.GiveUpAsync(notification, row.Host, null, ct);
    }
}
