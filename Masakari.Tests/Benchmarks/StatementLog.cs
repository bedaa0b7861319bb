using System.Globalization;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Benchmarks;

/// <summary>The statements that the services send to MariaDB, counted by their text. MariaDB works harder while the log is on.</summary>
internal static class StatementLog
{
    public static Task BeginAsync(MariaDbServer mariaDb) =>
        mariaDb.ExecuteAsync("SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = 1; TRUNCATE mysql.general_log");

    /// <summary>Ends the log.</summary>
    /// <returns>The statements, the most frequent first. What the services send as numbers or uuids shows as <c>?</c>.</returns>
    public static async Task<IReadOnlyList<(int Count, string What)>> EndAsync(MariaDbServer mariaDb)
    {
        var rows = await mariaDb.ExecuteAsync("""
            SET GLOBAL general_log = 0;
            SELECT COUNT(*), command_type,
                   LEFT(REGEXP_REPLACE(REGEXP_REPLACE(CONVERT(argument USING utf8mb3), '\\s+', ' '), '[0-9a-f]{8}-[0-9a-f-]{27}', '?'), 100) AS what
              FROM mysql.general_log WHERE user_host LIKE '%masakari%' GROUP BY command_type, what ORDER BY COUNT(*) DESC
            """);
        return
        [
            .. rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split('\t', 2))
                .Select(row => (int.Parse(row[0], CultureInfo.InvariantCulture), row[1])),
        ];
    }
}
