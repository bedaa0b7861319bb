using System.Data.Common;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Divides the evacuations that the destinations may take at the same time among the recoveries of all controllers (table
/// <c>evacuation_shares</c>). A recovery reserves what its gate is about to use, once per interval and when its pace grows, not for each
/// instance. The row of a recovery whose notification is not running does not count, nor one that was not written for some time; whoever takes
/// a recovery over writes its row anew.
/// </summary>
internal sealed class EvacuationShares
{
    /// <summary>A row is written each interval. One that is older was left by a round that could not remove it.</summary>
    private const int IntervalsItCounts = 20;

    private readonly Database database;
    private readonly TimeSpan interval;
    private readonly TimeProvider clock;

    public EvacuationShares(Database database, WaitOptions waits, TimeProvider clock) =>
        (this.database, interval, this.clock) = (database, waits.VerifyInterval, clock);

    /// <summary>Reserves for a gate until the result is disposed.</summary>
    public async Task<IAsyncDisposable> BeginAsync(ClaimSet claim, EvacuationGate gate, CancellationToken ct)
    {
        await AskAsync(claim.Notification, gate, ct);
        return new Holding(this, claim, gate, ct);
    }

    /// <summary>While the answer is awaited, the gate admits nobody: what is reserved is never less than what is under way.</summary>
    private async Task AskAsync(Guid notification, EvacuationGate gate, CancellationToken ct)
    {
        var (inside, wanted) = gate.Halt();
        gate.Share(await database.TransactAsync((_, transaction) => AskAsync(transaction, notification, gate.Most!.Value, inside, wanted, ct), ct));
    }

    private async Task<int> AskAsync(DbTransaction transaction, Guid notification, int total, int inside, int wanted, CancellationToken ct)
    {
        const string BeAlone = "UPDATE evacuation_grants SET changes = changes + 1 WHERE id = 1";
        var others = $"""
            SELECT s.reserved, s.wanted
              FROM evacuation_shares s JOIN notifications n ON n.notification_uuid = s.notification_uuid
             WHERE s.notification_uuid <> @notification AND n.status = 'running' AND n.deleted = 0
               AND s.written_at > {database.Dialect.NowPlus("@oldest")}
            """;
        var change = $"""
            UPDATE evacuation_shares SET reserved = @reserved, wanted = @wanted, written_at = {database.Dialect.Now}
             WHERE notification_uuid = @notification
            """;
        var add = $"""
            INSERT INTO evacuation_shares (notification_uuid, reserved, wanted, written_at)
            VALUES (@notification, @reserved, @wanted, {database.Dialect.Now})
            """;
        var key = notification.ToText();
        await database.ExecuteAsync(transaction, BeAlone, null, ct);
        var rows = await database.QueryAsync<Row>(transaction, others, new { notification = key, oldest = -IntervalsItCounts * interval.TotalSeconds }, ct);
        var limit = EvacuationShare.Limit(total, wanted, [.. rows.Select(row => new EvacuationShare(row.Reserved, row.Wanted))]);
        var mine = new { notification = key, reserved = Math.Max(inside, limit), wanted };
        if (await database.ExecuteAsync(transaction, change, mine, ct) == 0) await database.ExecuteAsync(transaction, add, mine, ct);
        return limit;
    }

    private Task GiveBackAsync(Guid notification)
    {
        const string Sql = "DELETE FROM evacuation_shares WHERE notification_uuid = @notification";
        return database.ExecuteAsync(Sql, new { notification = notification.ToText() }, CancellationToken.None);
    }

    private sealed record Row
    {
        public int Reserved { get; init; }
        public int Wanted { get; init; }
    }

    private sealed class Holding : IAsyncDisposable
    {
        private readonly EvacuationShares outer;
        private readonly ClaimSet claim;
        private readonly EvacuationGate gate;
        private readonly CancellationTokenSource over;
        private readonly Task asking;

        public Holding(EvacuationShares outer, ClaimSet claim, EvacuationGate gate, CancellationToken ct)
        {
            (this.outer, this.claim, this.gate) = (outer, claim, gate);
            over = CancellationTokenSource.CreateLinkedTokenSource(ct);
            asking = AskOnAsync(over.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await over.CancelAsync();
            over.Dispose();
            await asking;
            if (claim.IsLost) return;   // the row is the next owner's
            try
            {
                await outer.GiveBackAsync(claim.Notification);
            }
            catch (Exception e) when (outer.database.IsAway(e))
            {
                // The row counts until it is old, the notification is no longer running, or its next attempt writes it.
            }
        }

        private async Task AskOnAsync(CancellationToken ct)
        {
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    await outer.clock.PauseAsync(outer.interval, gate.WantsMoreAsync(), ct);
                    await outer.AskAsync(claim.Notification, gate, ct);
                }
                catch (Exception e) when (ct.IsCancellationRequested || outer.database.IsAway(e))
                {
                    // Nobody is admitted until the next question is answered. A lost claim ends the wait.
                }
                catch (Exception bug)
                {
                    gate.Fail(bug);   // else those who wait for a place would wait for ever
                    return;
                }
            }
        }
    }
}
