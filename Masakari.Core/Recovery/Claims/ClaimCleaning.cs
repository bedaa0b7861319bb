using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// Removes claims that nobody needs any more, so that the table does not grow with every instance that was ever reported. Epochs come from
/// a counter of their own: a row that is inserted anew has a higher one. Rows are looked for by a plain read, because an UPDATE or DELETE
/// that looks for its rows locks those of all owners and waits for each that is being written.
/// </summary>
internal sealed class ClaimCleaning(Database database)
{
    private const int AtATime = 100;

    /// <summary>Gives back what was claimed for notifications that exist no more: nobody will ever take that over.</summary>
    public async Task GiveBackVanishedAsync(CancellationToken ct)
    {
        var find = $"""
            SELECT c.subject, c.owner, c.epoch FROM recovery_claims c
             WHERE c.owner <> '' AND c.lease_until < {database.Dialect.Now}
               AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.notification_uuid = c.notification_uuid AND n.deleted = 0)
            """;
        var giveBack = $"""
            UPDATE recovery_claims SET owner = '', writes = writes + 1
             WHERE subject = @Subject AND epoch = @Epoch AND owner = @Owner AND lease_until < {database.Dialect.Now}
            """;
        foreach (var row in await database.QueryAsync<Row>(find, null, ct))
            await database.ExecuteAsync(giveBack, row, CancellationToken.None);
    }

    /// <summary>Deletes some free claims of notifications that are over or exist no more. A row that is taken meanwhile stays.</summary>
    public async Task DeleteFreeAsync(CancellationToken ct)
    {
        const string Find = """
            SELECT c.subject FROM recovery_claims c
             WHERE c.owner = ''
               AND NOT EXISTS (SELECT 1 FROM notifications n
                                WHERE n.notification_uuid = c.notification_uuid
                                  AND n.status IN ('new', 'running', 'error') AND n.deleted = 0)
             ORDER BY c.subject LIMIT @limit
            """;
        const string Delete = "DELETE FROM recovery_claims WHERE subject IN @subjects AND owner = ''";
        var subjects = await database.QueryAsync<string>(Find, new { limit = AtATime }, ct);
        if (subjects.Count > 0) await database.ExecuteAsync(Delete, new { subjects }, CancellationToken.None);
    }

    private sealed record Row
    {
        public string Subject { get; init; } = "";
        public string Owner { get; init; } = "";
        public long Epoch { get; init; }
    }
}
