using Masakari.Core.Persistence;

namespace Masakari.Host.Cli;

/// <summary><c>manage db sync</c>: brings the tables to this version.</summary>
internal static class DbSyncVerb
{
    /// <returns>0 done (also when there was nothing to do), 1 failed.</returns>
    public static async Task<int> RunAsync(Migrator migrator, TextWriter errors, CancellationToken ct)
    {
        try
        {
            await migrator.SyncAsync(ct);
            return 0;
        }
        catch (Exception e) when (e is SchemaException or DatabaseUnavailableException or System.Data.Common.DbException)
        {
            await errors.WriteLineAsync((e.InnerException ?? e).Message);
            return 1;
        }
    }
}
