using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.PythonAdoption;

/// <summary>
/// The vmoves of a notification that the Python original wrote. It adds a row for each attempt, so an instance may have several.
/// </summary>
internal sealed class OriginalMoves(Database database)
{
    /// <summary>Those without a journal of ours, oldest first.</summary>
    public async Task<IReadOnlyList<OriginalMove>> ListAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = """
            SELECT v.uuid AS VMove, v.instance_uuid AS Instance, v.instance_name, v.status, v.start_time
              FROM vmoves v LEFT JOIN vmove_journal j ON j.vmove_uuid = v.uuid
             WHERE v.notification_uuid = @notification AND v.deleted = 0 AND j.vmove_uuid IS NULL
             ORDER BY v.id
            """;
        var rows = await database.QueryAsync<Row>(Sql, new { notification = notification.ToText() }, ct);
        return [.. rows.Select(row => row.ToMove())];
    }

    /// <summary>Ends vmoves that are superseded, and opens others again, in one transaction.</summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="superseded">Their instances have a later move: only that one counts.</param>
    /// <param name="reopened">The original called them succeeded by the hypervisor's name, but Nova has their instances on the failed
    /// host.</param>
    public Task CorrectAsync(ClaimSet claim, IReadOnlyList<OriginalMove> superseded, IReadOnlyList<OriginalMove> reopened)
    {
        var statements = new List<Statement>();
        if (superseded.Count > 0)
            statements.Add(VMoveWriter.Supersede(
                database.Dialect, superseded.Select(move => move.VMove), "A later move of this instance replaces this one."));
        if (reopened.Count > 0) statements.Add(VMoveWriter.Reopen(database.Dialect, reopened.Select(move => move.VMove)));
        return statements.Count == 0
            ? Task.CompletedTask
            : claim.WriteAsync(transaction => database.ExecuteAsync(transaction, statements, CancellationToken.None));
    }

    private sealed record Row
    {
        public string VMove { get; init; } = "";
        public string Instance { get; init; } = "";
        public string InstanceName { get; init; } = "";
        public string? Status { get; init; }
        public DateTime? StartTime { get; init; }

        public OriginalMove ToMove() =>
            new(Guid.Parse(VMove), Guid.Parse(Instance), InstanceName, VMoveStatusText.Parse(Status), StartTime.ToMoment());
    }
}
