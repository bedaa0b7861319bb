using Dapper;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Failed attempts: rings those that are due again and gives up those that get no further attempt (W24). Rows in error that are not ours are due at once.</summary>
internal sealed class DueRetries(Database database, NotificationRepository notifications, NotificationMoves moves, NotificationQueue queue)
{
    public async Task RingAsync(CancellationToken ct)
    {
        var sql = $"""
            SELECT n.notification_uuid AS Uuid, CASE WHEN w.notification_uuid IS NOT NULL AND w.due_at IS NULL THEN 1 ELSE 0 END AS IsOver,
                   COALESCE(h.name, n.source_host_uuid) AS Host
              FROM notifications n
              LEFT JOIN recovery_work w ON w.notification_uuid = n.notification_uuid
              LEFT JOIN hosts h ON h.uuid = n.source_host_uuid
             WHERE n.status = 'error' AND n.deleted = 0
               AND (w.due_at IS NULL OR w.due_at <= {database.Dialect.Now})
            """;
        foreach (var row in await ReadAsync(sql, ct))
        {
            if (row.IsOver == 0) queue.Ring(Guid.Parse(row.Uuid));
            else if (await notifications.FindAsync(Guid.Parse(row.Uuid), ct) is { Status: NotificationStatus.Error } notification)
                await moves.GiveUpAsync(notification, row.Host, null, ct);
        }
    }

    private async Task<IEnumerable<Row>> ReadAsync(string sql, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QueryAsync<Row>(new CommandDefinition(sql, new { now = database.Now }, cancellationToken: ct));
    }

    private sealed record Row
    {
        public string Uuid { get; init; } = "";
        public long IsOver { get; init; }
        public string Host { get; init; } = "";
    }
}
