using Masakari.Core.Configuration;
using Masakari.Core.Persistence;
using Masakari.Host.Service;

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

    private static async Task<int> WithMigratorAsync(ConfSources sources, TextWriter errors, Func<Migrator, Task> work)
    {
        var (conf, review) = ConfReview.Read(sources, MasakariService.ReadAll);
        if (review.Errors.Count > 0)
            return ConfTrouble.Report(review, errors);
        var host = MasakariService.Build(conf, ServiceRole.Engine);
        await using var ended = (IAsyncDisposable)host;
        try
        {
            await work(host.Services.GetRequiredService<Migrator>());
            return 0;
        }
        catch (Exception problem) when (problem is SchemaException or DatabaseUnavailableException)
        {
            await errors.WriteLineAsync($"masakari: {problem.Message} {problem.InnerException?.Message}".TrimEnd());
            return 1;
        }
    }
}
