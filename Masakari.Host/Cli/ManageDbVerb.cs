using Masakari.Core.Configuration;
using Masakari.Core.Persistence;
using Masakari.Core.Retention;
using Masakari.Host.Cli.Online;

namespace Masakari.Host.Cli;

/// <summary><c>masakari manage db sync</c>, <c>db version</c> and <c>db purge</c>.</summary>
internal static class ManageDbVerb
{
    /// <summary>Brings the tables to the state that this version needs.</summary>
    public static Task<int> SyncAsync(ConfSources sources, TextWriter output, TextWriter errors, CancellationToken ct) =>
        ManageWork.OnDatabaseAsync(sources, errors, async rooms =>
        {
            var steps = await rooms.GetRequiredService<Migrator>().SyncAsync(ct);
            await output.WriteLineAsync(steps == 0 ? "The database is up to date." : $"The database is up to date now: {steps} steps were run.");
            return 0;
        });

    /// <summary>Prints the revision of the original's tables, or None for a database that is empty or not there. Creates none.</summary>
    public static Task<int> VersionAsync(ConfSources sources, TextWriter output, TextWriter errors, CancellationToken ct) =>
        ManageWork.OnDatabaseAsync(sources, errors, async rooms =>
        {
            var isThere = DatabaseCheck.LackOfDatabase(rooms.GetRequiredService<DatabaseOptions>().Url) is null;
            var version = isThere ? await rooms.GetRequiredService<Migrator>().VersionAsync(ct) : null;
            await output.WriteLineAsync(version ?? "None");
            return 0;
        });

    /// <summary>Removes what has been over for some days. The numbers and exit codes are those of the original.</summary>
    public static async Task<int> PurgeAsync(
        ConfSources sources, long days, long rows, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        var mistake = rows is 0 or < -1 or > int.MaxValue ? $"--max_rows must be -1 or a number from 1 to {int.MaxValue}, not {rows}"
            : days < 0 || days >= DaysSince1970() ? $"--age_in_days must be a number from 0 to {DaysSince1970() - 1}, not {days}" : null;
        if (mistake is not null)
        {
            await errors.WriteLineAsync($"masakari: {mistake}");
            return 1;
        }
        var wish = new PurgeWish { Age = TimeSpan.FromDays(days), MaxRows = rows < 0 ? int.MaxValue : (int)rows };
        return await ManageWork.OnTablesAsync(sources, errors, async rooms =>
        {
            var purged = await rooms.GetRequiredService<Purge>().RunAsync(wish, ct);
            string[][] table = [["Table", "Rows removed"], .. purged.Select(one => new[] { one.Table, $"{one.Rows}" })];
            foreach (var line in AlignedTable.Lines(table)) await output.WriteLineAsync(line);
            return 0;
        }, ct);
    }

    private static int DaysSince1970() => (int)(TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalDays;
}
