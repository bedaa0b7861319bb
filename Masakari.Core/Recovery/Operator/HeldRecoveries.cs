using Masakari.Core.Notifications;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Operator;

/// <summary>
/// The recoveries that are held, and those that the operator has released (table <c>engine_releases</c>). A <c>running</c> notification
/// that no engine of ours ever claimed is held: a Python engine began its recovery, and that engine may still live. A <c>new</c> one is
/// held (table <c>held_notifications</c>) while too many hosts fail at the same time.
/// </summary>
public sealed class HeldRecoveries(Database database, NotificationRepository notifications)
{
    private const string Unclaimed = """
        n.status = 'running' AND n.deleted = 0
        AND NOT EXISTS (SELECT 1 FROM recovery_claims c WHERE c.notification_uuid = n.notification_uuid AND c.owner <> '')
        """;

    private const string InMassFailure = """
        n.status = 'new' AND n.deleted = 0
        AND EXISTS (SELECT 1 FROM held_notifications m WHERE m.notification_uuid = n.notification_uuid)
        """;

    /// <summary>
    /// All recoveries that the Python original left running, oldest first; also those that are released and not yet taken up.
    /// </summary>
    public Task<IReadOnlyList<HeldNotification>> ListAsync(CancellationToken ct) => ListAsync(Unclaimed, ct);

    /// <summary>As <see cref="ListAsync(CancellationToken)"/>, and all recoveries that a mass failure holds.</summary>
    public Task<IReadOnlyList<HeldNotification>> ListAllAsync(CancellationToken ct) =>
        ListAsync($"(({Unclaimed}) OR ({InMassFailure}))", ct);

    /// <summary>Releases held notifications; those that were released before are left as they are.</summary>
    /// <param name="held">The uuids of the notifications; an unknown one has no effect.</param>
    /// <param name="by">Who releases them; at most 255 characters.</param>
    /// <param name="reason">Why, for the logs; <see langword="null"/> = no reason is given.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    public Task ReleaseAsync(IEnumerable<Guid> held, string by, string? reason, CancellationToken ct)
    {
        var sql = $"""
            INSERT INTO engine_releases (notification_uuid, by_whom, reason, released_at)
            SELECT n.notification_uuid, @by, @reason, {database.Dialect.Now} FROM notifications n
             WHERE n.notification_uuid = @uuid
               AND NOT EXISTS (SELECT 1 FROM engine_releases r WHERE r.notification_uuid = n.notification_uuid)
            """;
        var rows = held.Select(uuid => new { uuid = uuid.ToText(), by, reason = reason.ToStorable() }).ToList();
        return database.ExecuteAsync(sql, rows, ct);
    }

    /// <summary>Releases one held notification.</summary>
    /// <param name="notification">The notification's uuid.</param>
    /// <param name="by">Who releases it; at most 255 characters.</param>
    /// <param name="reason">Why, for the logs; <see langword="null"/> = no reason is given.</param>
    /// <param name="ct">Gives up before anything is written.</param>
    /// <returns>Why not: the notification is unknown, or not held; <see langword="null"/> = released.</returns>
    public async Task<Refusal?> ReleaseAsync(Guid notification, string by, string? reason, CancellationToken ct)
    {
        if (await notifications.FindAsync(notification, ct) is not { } found) return Refusal.NotFound($"No notification {notification}.");
        if (!(await ListAllAsync(ct)).Any(held => held.Uuid == notification && !held.MayGoOn))
            return Refusal.Conflict($"Notification {notification} is {found.Status.ToText()} and not held.");
        await ReleaseAsync([notification], by, reason, ct);
        return null;
    }

    /// <summary>Whether the operator has released what the original left running: then the original may have begun its recovery.</summary>
    internal async Task<bool> IsReleasedAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = """
            SELECT COUNT(*) FROM engine_releases r
             WHERE r.notification_uuid = @uuid
               AND NOT EXISTS (SELECT 1 FROM held_notifications m WHERE m.notification_uuid = r.notification_uuid)
            """;
        return await CountAsync(Sql, notification, ct) > 0;
    }

    /// <summary>Whether the operator lets a held notification go on, or has aborted it: an engine takes it up to end it.</summary>
    internal async Task<bool> MayGoOnAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = """
            SELECT (SELECT COUNT(*) FROM engine_releases r WHERE r.notification_uuid = @uuid)
                 + (SELECT COUNT(*) FROM engine_aborts a WHERE a.notification_uuid = @uuid)
            """;
        return await CountAsync(Sql, notification, ct) > 0;
    }

    /// <summary>Whether a recovery of that host is held: no other is begun there, as the original may still be at work.</summary>
    internal async Task<bool> HoldsHostAsync(Guid host, CancellationToken ct)
    {
        const string Sql = $"""
            SELECT COUNT(*) FROM notifications n
             WHERE n.source_host_uuid = @uuid AND {Unclaimed}
               AND NOT EXISTS (SELECT 1 FROM engine_releases r WHERE r.notification_uuid = n.notification_uuid)
            """;
        return await CountAsync(Sql, host, ct) > 0;
    }

    private async Task<IReadOnlyList<HeldNotification>> ListAsync(string condition, CancellationToken ct)
    {
        var sql = $"""
            SELECT n.notification_uuid AS Uuid, n.type AS Type, COALESCE(h.name, n.source_host_uuid) AS Host,
                   COALESCE(n.updated_at, n.created_at) AS Since,
                   (SELECT COUNT(*) FROM vmoves v WHERE v.notification_uuid = n.notification_uuid AND v.deleted = 0) AS Moves,
                   (SELECT COUNT(*) FROM vmoves v
                     WHERE v.notification_uuid = n.notification_uuid AND v.deleted = 0 AND v.status IN ('pending', 'ongoing')) AS OpenMoves,
                   r.by_whom AS ReleasedBy, r.reason AS Reason, CASE WHEN n.status = 'new' THEN 1 ELSE 0 END AS IsNew,
                   (SELECT COUNT(*) FROM engine_aborts a WHERE a.notification_uuid = n.notification_uuid) AS Aborts
              FROM notifications n
              LEFT JOIN hosts h ON h.uuid = n.source_host_uuid
              LEFT JOIN engine_releases r ON r.notification_uuid = n.notification_uuid
             WHERE {condition} ORDER BY n.id
            """;
        var rows = await database.QueryAsync<Row>(sql, null, ct);
        return [.. rows.Where(row => Guid.TryParse(row.Uuid, out _)).Select(row => row.ToHeld())];   // a broken row must hide no other
    }

    private Task<long> CountAsync(string sql, Guid uuid, CancellationToken ct) =>
        database.FindAsync<long>(sql, new { uuid = uuid.ToText() }, ct);

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
        public long IsNew { get; init; }

        public HeldNotification ToHeld() => new()
        {
            Uuid = Guid.Parse(Uuid),
            Type = Type,
            Host = Host,
            Since = Since.ToMoment(),
            VMoves = (Moves, OpenMoves),
            Release = ReleasedBy is null ? null : string.IsNullOrWhiteSpace(Reason) ? $"by {ReleasedBy}" : $"by {ReleasedBy}: {Reason}",
            IsAborted = Aborts > 0,
            IsInMassFailure = IsNew == 1,
        };
    }
}
