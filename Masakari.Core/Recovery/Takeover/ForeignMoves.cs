using Dapper;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Takeover;

/// <summary>The vmoves of a notification that the original wrote. It adds a row for each attempt, so an instance may have several.</summary>
internal sealed class ForeignMoves(Database database, TimeProvider clock)
{
    /// <summary>Those without a journal of ours, oldest first.</summary>
    public async Task<IReadOnlyList<ForeignMove>> ListAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = """
            SELECT v.uuid AS VMove, v.instance_uuid AS Instance, v.instance_name AS InstanceName, v.status AS Status, v.start_time AS StartTime
              FROM vmoves v LEFT JOIN vmove_journal j ON j.vmove_uuid = v.uuid
             WHERE v.notification_uuid = @notification AND v.deleted = 0 AND j.vmove_uuid IS NULL
             ORDER BY v.id
            """;
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(Sql, new { notification = notification.ToText() }, cancellationToken: ct));
        return [.. rows.Select(row => row.ToMove())];
    }

    /// <summary>Ends those whose instance has a later move: only that one counts.</summary>
    public Task SupersedeAsync(Claim claim, IEnumerable<ForeignMove> moves) => SetAsync(claim, """
        UPDATE vmoves SET status = 'failed', message = 'A later move of this instance replaces this one.',
                          end_time = COALESCE(end_time, @at), updated_at = @at
         WHERE uuid = @vmove
        """, moves);

    /// <summary>Opens those again that the original called succeeded though Nova has the instance on the failed host (W6).</summary>
    public Task ReopenAsync(Claim claim, IEnumerable<ForeignMove> moves) => SetAsync(claim, """
        UPDATE vmoves SET status = 'pending', dest_host = NULL, end_time = NULL, updated_at = @at WHERE uuid = @vmove
        """, moves);

    private Task SetAsync(Claim claim, string sql, IEnumerable<ForeignMove> moves)
    {
        var rows = moves.Select(move => new { vmove = move.VMove.ToText(), at = clock.GetUtcNow().WholeSeconds().ToText() }).ToList();
        return rows.Count == 0 ? Task.CompletedTask : claim.WriteAsync((connection, transaction) => connection.ExecuteAsync(sql, rows, transaction));
    }

    private sealed record Row
    {
        public string VMove { get; init; } = "";
        public string Instance { get; init; } = "";
        public string InstanceName { get; init; } = "";
        public string? Status { get; init; }
        public DateTime? StartTime { get; init; }

        public ForeignMove ToMove() => new(Guid.Parse(VMove), Guid.Parse(Instance), InstanceName, VMoveStatusText.Parse(Status), StartTime.ToMoment());
    }
}
