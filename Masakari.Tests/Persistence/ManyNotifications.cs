using Dapper;
using Masakari.Core.Persistence;

namespace Masakari.Tests.Persistence;

/// <summary>
/// Fills the notifications table by doubling it: rows 20 s apart, about 64 hosts, all types; one row in 61 is not finished.
/// </summary>
internal static class ManyNotifications
{
    public static readonly Guid Host = Guid.Parse("00000000-0000-4000-8000-000000000000");

    /// <returns>The id of the first row; the ids that follow are consecutive.</returns>
    public static async Task<int> FillAsync(Database database, int count)
    {
        await using var connection = await database.OpenAsync(default);
        var mysql = database.Dialect.Name == "mysql";
        var (first, rows) = (await connection.ExecuteScalarAsync<int>("SELECT COALESCE(MAX(id), 0) FROM notifications") + 1, 1);
        await connection.ExecuteAsync(Insert(mysql, "1 AS n"), new { first });
        for (; rows < count; rows = Math.Min(rows * 2, count))
            await connection.ExecuteAsync(
                new CommandDefinition(Insert(mysql, $"{rows} + id - @first + 1 AS n FROM notifications WHERE id >= @first AND id < @first + {count - rows}"), new { first }, commandTimeout: 600));
        await connection.ExecuteAsync(new CommandDefinition(mysql ? "ANALYZE TABLE notifications" : "ANALYZE notifications", commandTimeout: 600));
        return first;
    }

    private static string Insert(bool mysql, string numbers)
    {
        string Text(string number, int width) => mysql ? $"LPAD({number}, {width}, '0')" : $"printf('%0{width}d', {number})";
        string Joined(params string[] parts) => mysql ? $"CONCAT({string.Join(", ", parts)})" : string.Join(" || ", parts);
        string At(string offset) => mysql ? $"'2025-01-01' + INTERVAL n * 20 {offset} SECOND" : $"strftime('%Y-%m-%d %H:%M:%S.000000', '2025-01-01', (n * 20 {offset}) || ' seconds')";
        return $"""
            INSERT INTO notifications (id, created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            SELECT n + @first - 1, {At("")}, 0, {Joined("'00000000-0000-4000-9000-'", Text("n", 12))}, {At("- 5")}, {Joined("'00000000-0000-4000-8000-'", Text("n % 64", 12))},
                   CASE n % 3 WHEN 0 THEN 'VM' WHEN 1 THEN 'PROCESS' ELSE 'COMPUTE_HOST' END, '{Payload}', CASE WHEN n % 61 = 0 THEN 'new' ELSE 'finished' END
              FROM (SELECT {numbers}) numbers
            """;
    }

    private const string Payload = "{\"event\": \"STOPPED\", \"host_status\": \"NORMAL\", \"cluster_status\": \"OFFLINE\"}";
}
