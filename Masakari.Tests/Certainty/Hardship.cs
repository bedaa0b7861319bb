using System.Net.Http.Json;
using Dapper;
using Masakari.Core.Persistence;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>What the scenarios do to the database, and the operator's orders in it.</summary>
internal static class Hardship
{
    /// <summary>Every read and write of the service fails for so long.</summary>
    public static async Task LoseDatabaseAsync(this MasakariScenario masakari, double seconds)
    {
        const string Sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        await masakari.LoseTablesAsync(seconds, await masakari.QueryAsync<string>(Sql));
    }

    /// <summary>Whatever needs one of these tables fails for so long.</summary>
    public static async Task LoseTablesAsync(this MasakariScenario masakari, double seconds, params IEnumerable<string> tables)
    {
        await masakari.Life.ExecuteAsync(string.Join(';', tables.Select(table => $"ALTER TABLE {table} RENAME TO away_{table}")));
        await masakari.PassAsync(seconds);
        await masakari.Life.ExecuteAsync(string.Join(';', tables.Select(table => $"ALTER TABLE away_{table} RENAME TO {table}")));
    }

    public static async Task<IReadOnlyList<T>> QueryAsync<T>(this MasakariScenario masakari, string sql)
    {
        await using var connection = await masakari.Life.Get<Database>().OpenAsync(default);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    public static Task PauseAsync(this MasakariScenario masakari) => masakari.Life.ExecuteAsync($"""
        DELETE FROM engine_control;
        INSERT INTO engine_control (id, paused, by_whom, changed_at) VALUES (1, 1, 'alice@ctl1', '{masakari.DatabaseTime()}')
        """);

    public static Task ResumeAsync(this MasakariScenario masakari) =>
        masakari.Life.ExecuteAsync("UPDATE engine_control SET paused = 0");

    public static Task AbortAsync(this MasakariScenario masakari, Guid notification) => masakari.Life.ExecuteAsync($"""
        INSERT INTO engine_aborts (notification_uuid, by_whom, ordered_at)
        VALUES ('{notification}', 'alice@ctl1', '{masakari.DatabaseTime()}')
        """);

    /// <summary>Reports a host to one of two controllers.</summary>
    public static async Task NotifyThroughAsync(this MasakariScenario masakari, ScenarioLife controller, string host)
    {
        var payload = new Dictionary<string, string> { ["event"] = "STOPPED", ["host_status"] = "NORMAL" };
        var generated = $"{masakari.Clock.GetUtcNow():s}";
        var report = new { notification = new { type = "COMPUTE_HOST", hostname = host, generated_time = generated, payload } };
        using var answer = await controller.Api.PostAsJsonAsync(new Uri("http://masakari/v1/notifications"), report);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A row as another version or a broken script may leave it.</summary>
    public static Task AddOddRowsAsync(this MasakariScenario masakari, string uuid, string type, string status, int count = 1)
    {
        var now = masakari.DatabaseTime();
        return masakari.Life.ExecuteAsync($$"""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {{count}})
            INSERT INTO notifications
                (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            SELECT '{{now}}', 0, {{uuid}}, '{{now}}', '{{Guid.NewGuid()}}', '{{type}}', '{"event": "STOPPED"}', '{{status}}' FROM numbers
            """);
    }

    /// <summary>Changes that Nova was asked for since the start.</summary>
    public static int Changes(this MasakariScenario masakari) =>
        masakari.Cloud.Calls.Count(call => call is { IsKeystone: false, Method: not "GET" });

    public static double SecondsSince(this MasakariScenario masakari, DateTimeOffset began) =>
        (masakari.Clock.GetUtcNow() - began).TotalSeconds;

    private static string DatabaseTime(this MasakariScenario masakari) => $"{masakari.DatabaseClock.GetUtcNow():yyyy-MM-dd HH:mm:ss}";
}
