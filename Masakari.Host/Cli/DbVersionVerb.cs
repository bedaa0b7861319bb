using Masakari.Core.Persistence;

namespace Masakari.Host.Cli;

/// <summary><c>manage db version</c>: prints the original's revision, or <c>None</c> for an empty database.</summary>
internal static class DbVersionVerb
{
    /// <returns>0 printed, 1 failed.</returns>
    public static async Task<int> RunAsync(Migrator migrator, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        try
        {
            await output.WriteLineAsync(await migrator.VersionAsync(ct) ?? "None");
            return 0;
        }
        catch (Exception e) when (e is DatabaseUnavailableException or System.Data.Common.DbException)
        {
            await errors.WriteLineAsync((e.InnerException ?? e).Message);
            return 1;
        }
    }
}
