using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Names the unfinished notifications that cannot be read: the other parts do not see them, and nothing recovers them.</summary>
internal sealed class UnreadableWork(Database database, SweepRows rows) : ISweepPart
{
    private const int AtATime = 100;

    public string Name => "unreadable work";

    public bool HasWork(SweepLook look) => look.HasUnfinished;

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        var sql = $"""
            SELECT n.notification_uuid AS uuid, n.type, n.source_host_uuid AS host FROM notifications n
             WHERE n.status IN ('new', 'running', 'error') AND n.deleted = 0 AND NOT ({WorkRow.IsReadable})
             ORDER BY n.id LIMIT @limit
            """;
        foreach (var row in await database.QueryAsync<WorkRow>(sql, new { limit = AtATime }, ct))
            rows.Skip(row.Uuid, $"its type is '{row.Type}' and its host is '{row.Host}'");
    }
}
