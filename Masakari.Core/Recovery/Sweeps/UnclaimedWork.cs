using Masakari.Core.Notifications;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Accepted notifications that nobody has begun: their ring was dropped, or the process that rang is gone. Also failed ones that the
/// operator has aborted: they end now, not when their retry is due. Held ones come last: they must not keep the others from their turn.
/// </summary>
internal sealed class UnclaimedWork(Database database, NotificationQueue queue) : ISweepPart
{
    private const int AtATime = 500;

    public string Name => "unclaimed work";

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        const string Sql = """
            SELECT n.notification_uuid AS uuid, n.type FROM notifications n
             WHERE n.deleted = 0
               AND (n.status = 'new'
                    OR (n.status = 'error' AND EXISTS (SELECT 1 FROM engine_aborts a WHERE a.notification_uuid = n.notification_uuid)))
               AND NOT EXISTS (SELECT 1 FROM recovery_claims c WHERE c.notification_uuid = n.notification_uuid AND c.owner <> '')
             ORDER BY CASE WHEN n.message IS NULL THEN 0 ELSE 1 END, n.id LIMIT @limit
            """;
        foreach (var row in await database.QueryAsync<WorkRow>(Sql, new { limit = AtATime }, ct)) row.Ring(queue);
    }
}
