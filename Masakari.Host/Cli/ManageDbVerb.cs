using Masakari.Core.Configuration;
using Masakari.Core.Persistence;

namespace Masakari.Host.Cli;

/// <summary><c>masakari manage db sync</c> and <c>db version</c>.</summary>
internal static class ManageDbVerb
{
    /// <summary>Brings the tables to the state that this version needs.</summary>
    public static Task<int> SyncAsync(ConfSources sources, TextWriter output, TextWriter errors, CancellationToken ct) =>
        WithMigratorAsync(sources, errors, async migrator =>
        {
            var steps = await migrator.SyncAsync(ct);
            await output.WriteLineAsync(steps == 0 ? "The database is up to date." : $"The database is up to date now: {steps} steps were run.");
        });

    /// <summary>Prints the revision of the original's tables, or None for an empty database.</summary>
    public static Task<int> VersionAsync(ConfSources sources, TextWriter output, TextWriter errors, CancellationToken ct) =>
        WithMigratorAsync(sources, errors, async migrator => await output.WriteLineAsync(await migrator.VersionAsync(ct) ?? "None"));

    private static Task<int> WithMigratorAsync(ConfSources sources, TextWriter errors, Func<Migrator, Task> work) =>
        ManageWork.RunAsync(sources, errors, async rooms =>
        {
            await work(rooms.GetRequiredService<Migrator>());
            return 0;
        });
}
