using Masakari.Core.Configuration;
using Masakari.Core.Persistence;
using Masakari.Host.Cli.Online;
using Masakari.Host.Service;

namespace Masakari.Host.Cli;

/// <summary>
/// Opens the database that the configuration names, for one <c>manage</c> command. These commands need [database] alone: an operator can
/// stop the engines also while the rest of the file has mistakes. An operator waits for the answer: the database is tried once.
/// </summary>
internal static class ManageWork
{
    /// <summary>For a command that works on the tables of this version. Creates and migrates nothing.</summary>
    /// <returns>The deed's exit code; 1 when the database cannot be used, 2 when [database] has a mistake.</returns>
    public static Task<int> OnTablesAsync(
        ConfSources sources, TextWriter errors, Func<IServiceProvider, Task<int>> deed, CancellationToken ct) =>
        RunAsync(sources, errors, deed, rooms =>
            DatabaseCheck.LackOfTablesAsync(rooms.GetRequiredService<Migrator>(), rooms.GetRequiredService<DatabaseOptions>().Url, ct));

    /// <summary>For a command that is there for a database in any state.</summary>
    /// <returns>As <see cref="OnTablesAsync"/>.</returns>
    public static Task<int> OnDatabaseAsync(ConfSources sources, TextWriter errors, Func<IServiceProvider, Task<int>> deed) =>
        RunAsync(sources, errors, deed, _ => Task.FromResult<Finding?>(null));

    private static async Task<int> RunAsync(
        ConfSources sources, TextWriter errors, Func<IServiceProvider, Task<int>> deed, Func<IServiceProvider, Task<Finding?>> findLackAsync)
    {
        var (conf, review) = ConfReview.Read(sources, MasakariService.ReadAll);
        if (!ConfTrouble.AllowsUseOf("database", review, errors))
            return 2;
        var host = MasakariService.Build(conf, ServiceRole.Engine);
        await using var ended = (IAsyncDisposable)host;
        var url = host.Services.GetRequiredService<DatabaseOptions>().Url;
        try
        {
            if (await findLackAsync(host.Services) is not { } lack)
                return await deed(host.Services);
            return await ReportAsync(lack, errors);
        }
        catch (Exception problem) when (DatabaseCheck.FailureOf(problem, url) is { } failure)
        {
            return await ReportAsync(failure, errors);
        }
    }

    private static async Task<int> ReportAsync(Finding trouble, TextWriter errors)
    {
        await errors.WriteLineAsync($"masakari: {trouble.Text}");
        return 1;
    }
}
