using Dapper;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Unfinished notifications older than <c>notifications_expired_interval</c> by our own clock (W26), unless somebody works on them (W27).
/// What the original left running is held instead, however old: its instances may be locked or down, and giving up would leave them so.
/// </summary>
internal sealed class ExpiredWork(
    Database database, NotificationRepository notifications, NotificationMoves moves, RecoveryOptions options, TimeProvider clock)
{
    public async Task GiveUpAsync(CancellationToken ct)
    {
        const string Sql = """
            SELECT n.notification_uuid AS Uuid, COALESCE(h.name, n.source_host_uuid) AS Host
              FROM notifications n LEFT JOIN hosts h ON h.uuid = n.source_host_uuid
             WHERE n.status IN ('new', 'error') AND n.deleted = 0 AND n.created_at < @oldest
               AND NOT EXISTS (SELECT 1 FROM recovery_claims c WHERE c.notification_uuid = n.notification_uuid AND c.owner <> '')
            """;
        var message = $"The recovery did not end within {options.Expiry.TotalSeconds:0} s (notifications_expired_interval).";
        foreach (var (uuid, host) in await ReadAsync(Sql, ct))
            if (await notifications.FindAsync(uuid, ct) is { Status: NotificationStatus.New or NotificationStatus.Error } notification)
                await moves.GiveUpAsync(notification, host, message, ct);   // one that runs by now has an owner
    }

    private async Task<IReadOnlyList<(Guid Uuid, string Host)>> ReadAsync(string sql, CancellationToken ct)
    {
        var oldest = (clock.GetUtcNow() - options.Expiry).WholeSeconds().ToText();
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, new { oldest }, cancellationToken: ct));
        return [.. rows.Select(row => (Guid.Parse(row.Uuid), row.Host))];
    }

    private sealed record Row
    {
        public string Uuid { get; init; } = "";
        public string Host { get; init; } = "";
    }
}
