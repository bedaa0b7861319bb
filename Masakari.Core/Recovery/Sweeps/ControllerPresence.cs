using System.Data.Common;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Writes with each round that this controller looks for work (table <c>controllers</c>): that is how others see that it lives.</summary>
internal sealed class ControllerPresence(Database database, ClaimOwner owner, SweepOptions options) : ISweepPart
{
    private static readonly TimeSpan KeepsForgotten = TimeSpan.FromDays(1);

    public string Name => "the sign of life of this controller";

    public bool HasWork(SweepLook look) => true;

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        var sql = $"UPDATE controllers SET seen_at = {database.Dialect.Now} WHERE owner = @owner";
        if (await database.ExecuteAsync(sql, new { owner = owner.Text }, ct) == 0) await EnterAsync(ct);
    }

    /// <summary>At an orderly stop: the row goes at once. A database that is away does not keep the process.</summary>
    public async Task LeaveAsync(CancellationToken ct)
    {
        try
        {
            await database.ExecuteAsync("DELETE FROM controllers WHERE owner = @owner", new { owner = owner.Text }, ct);
        }
        catch (Exception e) when (e is DbException or DatabaseUnavailableException or CommitUnknownException or OperationCanceledException
            or ObjectDisposedException)
        {
            // The row grows old, and shows that this controller is gone.
        }
    }

    /// <summary>Once in the life of the process. Rows of processes that are long gone are removed.</summary>
    private Task EnterAsync(CancellationToken ct)
    {
        var insert = $"""
            INSERT INTO controllers (owner, version, sweep_seconds, started_at, seen_at)
            VALUES (@owner, @version, @sweep, {database.Dialect.Now}, {database.Dialect.Now})
            """;
        var forget = $"DELETE FROM controllers WHERE seen_at < {database.Dialect.NowPlus("@keep")}";
        return database.TransactAsync(async (_, transaction) =>
        {
            await database.ExecuteAsync(transaction, forget, new { keep = -KeepsForgotten.TotalSeconds }, ct);
            await database.ExecuteAsync(transaction, insert, new
            {
                owner = owner.Text, version = ProductVersion.Text, sweep = (int)options.Interval.TotalSeconds,
            }, ct);
        }, ct);
    }
}
