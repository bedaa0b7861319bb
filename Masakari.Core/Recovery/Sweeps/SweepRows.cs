using System.Collections.Concurrent;
using System.Data.Common;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Goes through the rows that a part of the sweep found. A row that cannot be handled is logged once and holds up no other.</summary>
internal sealed class SweepRows(ILogger<SweepRows> logger)
{
    private readonly ConcurrentDictionary<string, byte> logged = new();

    public async Task ForEachAsync<T>(IEnumerable<T> rows, Func<T, string> name, Func<T, Task> deed)
    {
        foreach (var row in rows)
        {
            try
            {
                await deed(row);
            }
            catch (Exception e) when (!IsTroubleOfAll(e))
            {
                Skip(name(row), e.Message);
            }
        }
    }

    public Task ForEachAsync<T>(IEnumerable<T> rows, Func<T, string> name, Action<T> deed) => ForEachAsync(rows, name, row =>
    {
        deed(row);
        return Task.CompletedTask;
    });

    /// <summary>Logs, once in the life of the process, that a row is left out.</summary>
    public void Skip(string uuid, string why)
    {
        if (logged.TryAdd(uuid, 0)) logger.RowSkipped(uuid, why);
    }

    /// <summary>The next rows would only meet the same.</summary>
    private static bool IsTroubleOfAll(Exception e) =>
        e is OperationCanceledException or DbException or DatabaseUnavailableException or CommitUnknownException;
}
