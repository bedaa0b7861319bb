using System.Data.Common;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Retention;

/// <summary>
/// Removes what has been over for some time: ended notifications with their vmoves and all that the recovery has noted, and hosts and
/// segments that were deleted. What only a journal knows stays as long as it counts: an instance that we have locked, one that we have reset
/// and not moved, a host that we have put on maintenance, and a spare that may be given back yet.
/// </summary>
public sealed class Purge(Database database, ILogger<Purge> logger)
{
    /// <summary>Few enough that no other writer waits long.</summary>
    private const int AtATime = 500;

    /// <summary>Mass failures and duplicates are counted by notifications that ended a short time ago.</summary>
    private static readonly TimeSpan Youngest = TimeSpan.FromHours(1);

    private const string IsOver = """
        n.status IN ('finished', 'failed', 'ignored') AND n.updated_at < @before
        AND NOT EXISTS (SELECT 1 FROM vmove_journal j WHERE j.notification_uuid = n.notification_uuid AND j.locked_by_us = 1)
        AND NOT EXISTS (SELECT 1 FROM vmove_journal j JOIN vmoves w ON w.uuid = j.vmove_uuid
                         WHERE j.notification_uuid = n.notification_uuid AND j.reset_by_us = 1 AND w.status NOT IN ('succeeded', 'ignored'))
        AND NOT EXISTS (SELECT 1 FROM instance_recoveries g WHERE g.notification_uuid = n.notification_uuid AND g.locked_by_us = 1)
        AND NOT EXISTS (SELECT 1 FROM spare_journal s WHERE s.notification_uuid = n.notification_uuid AND s.state <> 'kept')
        AND NOT EXISTS (SELECT 1 FROM host_journal k JOIN hosts h ON h.uuid = k.host_uuid
                         WHERE k.notification_uuid = n.notification_uuid AND k.maintenance_by_us = 1 AND h.on_maintenance = 1 AND h.deleted = 0)
        """;

    /// <summary>Children first: the limit on the number of rows may end the purge between two tables.</summary>
    private static readonly Step[] Steps =
    [
        // Whoever purged with the original has left the vmoves behind.
        new("vmoves", $"""
            SELECT v.id, v.uuid FROM vmoves v
             WHERE (v.deleted <> 0 AND v.deleted_at < @before)
                OR EXISTS (SELECT 1 FROM notifications n WHERE n.notification_uuid = v.notification_uuid AND {IsOver})
                OR (COALESCE(v.updated_at, v.created_at) < @before
                    AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.notification_uuid = v.notification_uuid))
             ORDER BY v.id LIMIT @limit
            """, "vmove_uuid", ["vmove_journal"]),
        new("notifications", $"""
            SELECT n.id, n.notification_uuid AS uuid FROM notifications n
             WHERE {IsOver} AND NOT EXISTS (SELECT 1 FROM vmoves v WHERE v.notification_uuid = n.notification_uuid)
             ORDER BY n.updated_at, n.id LIMIT @limit
            """, "notification_uuid",
            [
                "recovery_progress", "recovery_work", "recovery_phases", "host_journal", "host_fencing", "held_notifications", "engine_aborts",
                "engine_releases", "evacuation_shares", "instance_recoveries", "guest_views", "guests_seen", "spare_journal",
            ]),
        new("hosts", """
            SELECT h.id, h.uuid FROM hosts h WHERE h.deleted <> 0 AND h.deleted_at < @before ORDER BY h.deleted_at, h.id LIMIT @limit
            """, "", []),
        new("failover_segments", """
            SELECT s.id, s.uuid FROM failover_segments s
             WHERE s.deleted <> 0 AND s.deleted_at < @before
               AND NOT EXISTS (SELECT 1 FROM hosts h WHERE h.failover_segment_id = s.uuid)
             ORDER BY s.deleted_at, s.id LIMIT @limit
            """, "", []),
    ];

    /// <summary>Removes rows, some at a time, each time in one transaction. Running it again goes on.</summary>
    /// <returns>The tables of the original in the order in which they were purged.</returns>
    public async Task<IReadOnlyList<PurgedTable>> RunAsync(PurgeWish wish, CancellationToken ct)
    {
        var before = await database.ReadNowAsync(ct) - (wish.Age > Youngest ? wish.Age : Youngest);
        var (left, purged) = (wish.MaxRows, new List<PurgedTable>());
        foreach (var step in Steps)
        {
            var rows = await PurgeAsync(step, before, left, ct);
            if (rows > 0) logger.Purged(rows, step.Table, before);
            left -= rows;
            purged.Add(new(step.Table, rows));
        }
        return purged;
    }

    /// <summary>Removes rows in the background: a failure is logged.</summary>
    public async Task TryAsync(PurgeWish wish, CancellationToken ct)
    {
        try
        {
            await RunAsync(wish, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            logger.PurgeFailed(e);
        }
    }

    private async Task<int> PurgeAsync(Step step, DateTimeOffset before, int most, CancellationToken ct)
    {
        for (var done = 0; ;)
        {
            var limit = Math.Min(AtATime, most - done);
            if (limit == 0) return done;
            var rows = await database.QueryAsync<Row>(step.Find, new { before = before.ToText(), limit }, ct);
            if (rows.Count > 0)
                await database.TransactAsync((_, transaction) => DeleteAsync(step, rows, transaction), CancellationToken.None);
            done += rows.Count;
            if (rows.Count < limit) return done;
            ct.ThrowIfCancellationRequested();
        }
    }

    private async Task DeleteAsync(Step step, IReadOnlyList<Row> rows, DbTransaction transaction)
    {
        var (ids, uuids) = (rows.Select(row => row.Id), rows.Select(row => row.Uuid));
        foreach (var side in step.SideTables)
            await database.ExecuteAsync(
                transaction, $"DELETE FROM {side} WHERE {step.SideKey} IN @uuids", new { uuids }, CancellationToken.None);
        await database.ExecuteAsync(transaction, $"DELETE FROM {step.Table} WHERE id IN @ids", new { ids }, CancellationToken.None);
    }

    /// <param name="Table">A table of the original.</param>
    /// <param name="Find">Its rows to be removed, with id and uuid.</param>
    /// <param name="SideKey">The column of the side tables that names the row.</param>
    /// <param name="SideTables">Our own tables, the rows of which go with the row.</param>
    private sealed record Step(string Table, string Find, string SideKey, string[] SideTables);

    private sealed record Row
    {
        public long Id { get; init; }
        public string Uuid { get; init; } = "";
    }
}
