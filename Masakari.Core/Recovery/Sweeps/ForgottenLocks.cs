using Dapper;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Instances that are still locked by us though their recovery is over: the unlock failed at its time (W12), or the lock of a former life
/// may have reached Nova only after it.
/// </summary>
internal sealed class ForgottenLocks(Database database, INova nova, OperatorHand hand, TimeProvider clock, ILogger<ForgottenLocks> logger)
{
    /// <summary>Whoever was frozen since he read the rows must not act on them: the instance may be in another recovery by now.</summary>
    private static readonly TimeSpan RowsAreFresh = TimeSpan.FromSeconds(10);

    /// <param name="showLife">Called before each instance: while Nova hangs, many locks take long.</param>
    /// <param name="ct">Stops between two calls.</param>
    public async Task UnlockAsync(Action showLife, CancellationToken ct)
    {
        var readAt = clock.GetTimestamp();
        foreach (var forgotten in await ReadAsync(ct))
        {
            showLife();
            if (clock.GetElapsedTime(readAt) > RowsAreFresh || await hand.PauseAsync(ct) is not null) return;   // the next round goes on
            try
            {
                await UnlockAsync(forgotten, readAt, ct);
            }
            catch (HeldBackException)
            {
                return;
            }
            catch (OpenStackException e)
            {
                logger.UnlockFailed(Guid.Parse(forgotten.Instance), e.Message);
                if (e.Kind is FailureKind.Unreachable or FailureKind.Overloaded) return;   // the others would only wait for the same
            }
        }
    }

    private async Task UnlockAsync(Row forgotten, long readAt, CancellationToken ct)
    {
        const string Done = "UPDATE vmove_journal SET locked_by_us = 0, unlock_again_at = NULL WHERE vmove_uuid = @vmove";
        using (BeforeSending.Ask(async late =>
        {
            if (await hand.PauseAsync(late) is not null || clock.GetElapsedTime(readAt) > RowsAreFresh) throw new HeldBackException();
        }))
            await nova.UnlockAsync(Guid.Parse(forgotten.Instance), ct);
        await database.TransactAsync((connection, transaction) => connection.ExecuteAsync(Done, new { vmove = forgotten.VMove }, transaction), ct);
    }

    private async Task<IReadOnlyList<Row>> ReadAsync(CancellationToken ct)
    {
        var sql = $"""
            SELECT j.vmove_uuid AS VMove, j.instance_uuid AS Instance
              FROM vmove_journal j JOIN notifications n ON n.notification_uuid = j.notification_uuid
             WHERE j.locked_by_us = 1 AND n.status IN ('finished', 'failed', 'ignored')
               AND (j.unlock_again_at IS NULL OR j.unlock_again_at <= {database.Dialect.Now})
            """;
        await using var connection = await database.OpenAsync(ct);
        return [.. await connection.QueryAsync<Row>(new CommandDefinition(sql, new { now = database.Now }, cancellationToken: ct))];
    }

    private sealed class HeldBackException() : Exception("Not sent.");

    private sealed record Row
    {
        public string VMove { get; init; } = "";
        public string Instance { get; init; } = "";
    }
}
