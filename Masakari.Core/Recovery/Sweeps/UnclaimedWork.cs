using Masakari.Core.Notifications;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Accepted notifications that nobody has begun: their ring was dropped, or the process that rang is gone. Also failed ones that the
/// operator has aborted: they end now, not when their retry is due. What cannot begin now is left out, and what is held comes last: they
/// must not keep the others from their turn.
/// </summary>
internal sealed class UnclaimedWork(Database database, NotificationQueue queue, SweepRows rows) : ISweepPart
{
    private const int AtATime = 500;

    private const string IsClaimed =
        "EXISTS (SELECT 1 FROM recovery_claims c WHERE c.notification_uuid = n.notification_uuid AND c.owner <> '')";

    /// <summary>Another notification of the host is being recovered. Guests and processes have claims of their own.</summary>
    private const string WaitsForItsHost = """
        n.type = 'COMPUTE_HOST' AND EXISTS (
            SELECT 1 FROM recovery_claims c JOIN notifications other ON other.notification_uuid = c.notification_uuid
             WHERE c.owner <> '' AND c.subject LIKE 'host:%' AND other.source_host_uuid = n.source_host_uuid)
        """;

    /// <summary>The Python original left a recovery of the host running, and the operator has not released it.</summary>
    private const string WaitsForTheOriginal = """
        EXISTS (SELECT 1 FROM notifications other
                 WHERE other.source_host_uuid = n.source_host_uuid AND other.status = 'running' AND other.deleted = 0
                   AND NOT EXISTS (SELECT 1 FROM recovery_claims c WHERE c.notification_uuid = other.notification_uuid AND c.owner <> '')
                   AND NOT EXISTS (SELECT 1 FROM engine_releases r WHERE r.notification_uuid = other.notification_uuid))
        """;

    public string Name => "unclaimed work";

    public bool HasWork(SweepLook look) => look.HasUnfinished;

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        var sql = $"""
            SELECT n.notification_uuid AS uuid, n.type FROM notifications n
             WHERE n.deleted = 0
               AND (n.status = 'new'
                    OR (n.status = 'error' AND EXISTS (SELECT 1 FROM engine_aborts a WHERE a.notification_uuid = n.notification_uuid)))
               AND {WorkRow.IsReadable} AND NOT {IsClaimed} AND NOT ({WaitsForItsHost}) AND NOT {WaitsForTheOriginal}
             ORDER BY CASE WHEN n.message IS NULL THEN 0 ELSE 1 END, n.id LIMIT @limit
            """;
        var found = await database.QueryAsync<WorkRow>(sql, new { limit = AtATime }, ct);
        await rows.ForEachAsync(found, row => row.Uuid, row => row.Ring(queue));
    }
}
