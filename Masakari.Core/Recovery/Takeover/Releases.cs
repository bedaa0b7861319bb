using System.Data.Common;
using Dapper;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Takeover;

/// <summary>
/// What is held, and what the operator has let go (table <c>engine_releases</c>). Held is a <c>running</c> notification that nobody of
/// ours ever claimed: a Python engine began it, and may still live (W11).
/// </summary>
internal sealed class Releases(Database database, NotificationRepository notifications)
{
    private const string Unclaimed = """
        n.status = 'running' AND n.deleted = 0
        AND NOT EXISTS (SELECT 1 FROM recovery_claims c WHERE c.notification_uuid = n.notification_uuid AND c.owner <> '')
        """;

    /// <summary>All recoveries that the original has left, oldest first; those that were let go and not yet taken up as well.</summary>
    public async Task<IReadOnlyList<HeldNotification>> ListAsync(CancellationToken ct)
    {
        const string Sql = $"""
            SELECT n.notification_uuid AS Uuid, n.type AS Type, COALESCE(h.name, n.source_host_uuid) AS Host, COALESCE(n.updated_at, n.created_at) AS Since,
                   (SELECT COUNT(*) FROM vmoves v WHERE v.notification_uuid = n.notification_uuid AND v.deleted = 0) AS Moves,
                   (SELECT COUNT(*) FROM vmoves v WHERE v.notification_uuid = n.notification_uuid AND v.deleted = 0 AND v.status IN ('pending', 'ongoing')) AS OpenMoves,
                   r.by_whom AS ReleasedBy, r.reason AS Reason,
                   (SELECT COUNT(*) FROM engine_aborts a WHERE a.notification_uuid = n.notification_uuid) AS Aborts
              FROM notifications n
              LEFT JOIN hosts h ON h.uuid = n.source_host_uuid
              LEFT JOIN engine_releases r ON r.notification_uuid = n.notification_uuid
             WHERE {Unclaimed} ORDER BY n.id
            """;
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(Sql, cancellationToken: ct));
        return [.. rows.Select(row => row.ToHeld())];
    }

    /// <summary>Lets held notifications go; those that were let go before are left as they are.</summary>
    public Task ReleaseAsync(IEnumerable<Guid> held, string by, string? reason, CancellationToken ct)
    {
        var sql = $"""
            INSERT INTO engine_releases (notification_uuid, by_whom, reason, released_at)
            SELECT n.notification_uuid, @by, @reason, {database.Dialect.Now} FROM notifications n
             WHERE n.notification_uuid = @uuid AND NOT EXISTS (SELECT 1 FROM engine_releases r WHERE r.notification_uuid = n.notification_uuid)
            """;
        var rows = held.Select(uuid => new { uuid = uuid.ToText(), by, reason = reason.ToStorable(), now = database.Now }).ToList();
        return database.TransactAsync((connection, transaction) => connection.ExecuteAsync(sql, rows, transaction), ct);
    }

    /// <summary>Lets one held notification go.</summary>
    /// <returns>Why not: it is unknown, or not held; <see langword="null"/> = let go.</returns>
    public async Task<Refusal?> ReleaseAsync(Guid notification, string by, string? reason, CancellationToken ct)
    {
        if (await notifications.FindAsync(notification, ct) is not { } found) return Refusal.NotFound($"No notification {notification}.");
        if (!(await ListAsync(ct)).Any(held => held.Uuid == notification && !held.MayGoOn))
            return Refusal.Conflict($"Notification {notification} is {found.Status.ToText()} and not held.");
        await ReleaseAsync([notification], by, reason, ct);
        return null;
    }

    /// <summary>Whether the operator has let the notification go: then it may have been begun by the original.</summary>
    public async Task<bool> IsReleasedAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = "SELECT COUNT(*) FROM engine_releases WHERE notification_uuid = @uuid";
        await using var connection = await database.OpenAsync(ct);
        return await CountAsync(connection, Sql, notification, ct) > 0;
    }

    /// <summary>Whether a running notification without a claim of ours may be taken up.</summary>
    public async Task<bool> MayGoOnAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = """
            SELECT (SELECT COUNT(*) FROM engine_releases r WHERE r.notification_uuid = @uuid) + (SELECT COUNT(*) FROM engine_aborts a WHERE a.notification_uuid = @uuid)
            """;
        await using var connection = await database.OpenAsync(ct);
        return await CountAsync(connection, Sql, notification, ct) > 0;
    }

    /// <summary>Whether a recovery of that host is held: nothing else is begun there, as the original may still be at it.</summary>
    public async Task<bool> HoldsHostAsync(Guid host, CancellationToken ct)
    {
        const string Sql = $"""
            SELECT COUNT(*) FROM notifications n
             WHERE n.source_host_uuid = @uuid AND {Unclaimed}
               AND NOT EXISTS (SELECT 1 FROM engine_releases r WHERE r.notification_uuid = n.notification_uuid)
            """;
        await using var connection = await database.OpenAsync(ct);
        return await CountAsync(connection, Sql, host, ct) > 0;
    }

    private static Task<long> CountAsync(DbConnection connection, string sql, Guid uuid, CancellationToken ct) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, new { uuid = uuid.ToText() }, cancellationToken: ct));

    private sealed record Row
    {
        public string Uuid { get; init; } = "";
        public string Type { get; init; } = "";
        public string Host { get; init; } = "";
        public DateTime Since { get; init; }
        public long Moves { get; init; }
        public long OpenMoves { get; init; }
        public string? ReleasedBy { get; init; }
        public string? Reason { get; init; }
        public long Aborts { get; init; }

        public HeldNotification ToHeld() => new()
        {
            Uuid = Guid.Parse(Uuid),
            Type = Type,
            Host = Host,
            Since = Since.ToMoment(),
            VMoves = (Moves, OpenMoves),
            Release = ReleasedBy is null ? null : string.IsNullOrWhiteSpace(Reason) ? $"by {ReleasedBy}" : $"by {ReleasedBy}: {Reason}",
            IsAborted = Aborts > 0,
        };
    }
}
