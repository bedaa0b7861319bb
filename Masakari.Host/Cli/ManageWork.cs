using Masakari.Core.Configuration;
using Masakari.Core.Persistence;
using Masakari.Host.Service;

namespace Masakari.Host.Cli;

/// <summary>
/// Opens the database that the configuration names, for one <c>manage</c> command. These commands need [database] alone: an operator can
/// stop the engines also while the rest of the file has mistakes.
/// </summary>
internal static class ManageWork
{
    /// <returns>The deed's exit code; 1 when the database cannot be used, 2 when [database] has a mistake.</returns>
    public static async Task<int> RunAsync(ConfSources sources, TextWriter errors, Func<IServiceProvider, Task<int>> deed)
    {
        var (conf, review) = ConfReview.Read(sources, MasakariService.ReadAll);
        if (!ConfTrouble.AllowsUseOf("database", review, errors))
            return 2;
        var host = MasakariService.Build(conf, ServiceRole.Engine);
        await using var ended = (IAsyncDisposable)host;
        try
        {
            return await deed(host.Services);
        }
        catch (Exception problem) when (problem is SchemaException or DatabaseUnavailableException)
        {
            await errors.WriteLineAsync($"masakari: {problem.Message} {problem.InnerException?.Message}".TrimEnd());
            return 1;
        }
    }
}
