using Dapper;

namespace Masakari.Tests.Persistence;

/// <summary>A dump of the original may contain tables with another collation than the database's default.</summary>
internal sealed class CollationTests(string kind) : OnEveryDatabase(kind)
{
    [Test]
    public async Task Joins_our_tables_with_those_of_the_original_whatever_their_collations()
    {
        var collation = IsMariaDb ? "CHARACTER SET utf8mb4 COLLATE utf8mb4_spanish_ci" : "COLLATE NOCASE";
        await using var connection = await Database.OpenAsync(default);
        await connection.ExecuteAsync($"CREATE TEMPORARY TABLE theirs (notification_uuid VARCHAR(36) {collation} NOT NULL)");

        var rows = await connection.QueryAsync<string>("""
            SELECT t.notification_uuid FROM theirs t
              JOIN recovery_claims c ON c.notification_uuid = t.notification_uuid JOIN recovery_work w ON w.notification_uuid = t.notification_uuid
              JOIN engine_aborts a ON a.notification_uuid = t.notification_uuid JOIN engine_releases r ON r.notification_uuid = t.notification_uuid
              JOIN held_notifications h ON h.notification_uuid = t.notification_uuid
            """);

        Assert.That(rows, Is.Empty);
    }
}
