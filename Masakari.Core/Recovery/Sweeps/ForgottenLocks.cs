using Dapper;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>Instances that are still locked by us though their recovery is over: the unlock failed at its time (W12).</summary>
internal sealed class ForgottenLocks(Database database, INova nova, ILogger<ForgottenLocks> logger)
{
    /// <param name="showLife">Called before each instance: while Nova hangs, many locks take long.</param>
    /// <param name="ct">Stops between two calls.</param>
    public async Task UnlockAsync(Action showLife, CancellationToken ct)
    {
        const string Read = """
            SELECT j.instance_uuid FROM vmove_journal j JOIN notifications n ON n.notification_uuid = j.notification_uuid
             WHERE j.locked_by_us = 1 AND n.status IN ('finished', 'failed', 'ignored')
            """;
        const string Done = """
            UPDATE vmove_journal SET locked_by_us = 0
             WHERE instance_uuid = @instance
               AND notification_uuid IN (SELECT notification_uuid FROM notifications WHERE status IN ('finished', 'failed', 'ignored'))
            """;
        foreach (var instance in await ReadAsync(Read, ct))
        {
            showLife();
            try
            {
                await nova.UnlockAsync(Guid.Parse(instance), ct);
                await database.TransactAsync((connection, transaction) => connection.ExecuteAsync(Done, new { instance }, transaction), ct);
            }
            catch (OpenStackException e)
            {
                logger.UnlockFailed(e, Guid.Parse(instance));
            }
        }
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string sql, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(sql, cancellationToken: ct))];
    }
}
