using Dapper;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Instances that are still locked by us though their recovery is over: the unlock failed at its time (W12).</summary>
internal sealed class ForgottenLocks(Database database, INova nova, OperatorHand hand, ILogger<ForgottenLocks> logger)
{
    /// <param name="showLife">Called before each instance: while Nova hangs, many locks take long.</param>
    /// <param name="ct">Stops between two calls.</param>
    public async Task UnlockAsync(Action showLife, CancellationToken ct)
    {
        const string Done = "UPDATE vmove_journal SET locked_by_us = 0 WHERE vmove_uuid = @vmove";
        foreach (var forgotten in await ReadAsync(ct))
        {
            showLife();
            if (await hand.PauseAsync(ct) is not null) return;
            try
            {
                await nova.UnlockAsync(Guid.Parse(forgotten.Instance), ct);
                await database.TransactAsync((connection, transaction) => connection.ExecuteAsync(Done, new { vmove = forgotten.VMove }, transaction), ct);
            }
            catch (OpenStackException e)
            {
                logger.UnlockFailed(e, Guid.Parse(forgotten.Instance));
                if (e.Kind is FailureKind.Unreachable or FailureKind.Overloaded) return;   // the others would only wait for the same
            }
        }
    }

    private async Task<IReadOnlyList<Row>> ReadAsync(CancellationToken ct)
    {
        const string Sql = """
            SELECT j.vmove_uuid AS VMove, j.instance_uuid AS Instance
              FROM vmove_journal j JOIN notifications n ON n.notification_uuid = j.notification_uuid
             WHERE j.locked_by_us = 1 AND n.status IN ('finished', 'failed', 'ignored')
            """;
        await using var connection = await database.OpenAsync(ct);
        return [.. await connection.QueryAsync<Row>(new CommandDefinition(Sql, cancellationToken: ct))];
    }

    private sealed record Row
    {
        public string VMove { get; init; } = "";
        public string Instance { get; init; } = "";
    }
}
