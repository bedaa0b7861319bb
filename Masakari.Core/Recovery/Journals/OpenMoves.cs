using System.Data.Common;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Journals;

/// <summary>
/// Which recovery is moving an instance (table <c>open_moves</c>, one row for each instance): one at a time. Another host's recovery comes
/// to the same instance when the destination dies while the move to it still settles. Rows are written under the claim of their recovery,
/// and those of a notification that is over do not count. A dead owner's recovery is taken over, so a row is always waited for.
/// </summary>
internal sealed class OpenMoves(Database database)
{
    /// <summary>Few enough that the claim's renewal is not kept waiting.</summary>
    private const int OpenedAtATime = 200;

    private const string IsLive = "p.status IN ('new', 'running', 'error') AND p.deleted = 0";

    /// <summary>Opens the moves whose instances no other recovery is moving.</summary>
    /// <returns>The open ones; and the others with the states that the other recovery is to bring the instance back to.</returns>
    public async Task<(IReadOnlyList<MoveJournalEntry> Open, IReadOnlyList<MoveJournalEntry> Waiting)> OpenAsync(
        ClaimSet claim, IReadOnlyList<MoveJournalEntry> moves)
    {
        var others = new Dictionary<Guid, States>();
        foreach (var some in moves.Chunk(OpenedAtATime))
        {
            IReadOnlyDictionary<Guid, States> found = new Dictionary<Guid, States>();
            await claim.WriteAsync(async transaction => found = await OpenAsync(transaction, claim.Notification, some));
            foreach (var (instance, states) in found) others.Add(instance, states);
        }
        return (
            [.. moves.Where(move => !others.ContainsKey(move.Instance))],
            [
                .. moves.Where(move => others.ContainsKey(move.Instance)).Select(move =>
                    move with { VmState = others[move.Instance].VmState, PowerState = others[move.Instance].PowerState }),
            ]);
    }

    /// <summary>The statement for moves that are over.</summary>
    public static Statement Close(SqlDialect dialect, IEnumerable<(Guid Instance, Guid VMove)> moves)
    {
        var values = new StatementValues();
        var (instances, vmoves) = (values.List(moves.Select(move => move.Instance)), values.List(moves.Select(move => move.VMove)));
        // A vmove is about one instance: no row has the instance of one of these moves and the vmove of another.
        return values.In($"{dialect.DeleteByKey("open_moves")} WHERE instance_uuid IN {instances} AND vmove_uuid IN {vmoves}");
    }

    /// <summary>The attempt is over, and so are its moves, also those that it did not begin.</summary>
    public Task CloseAllAsync(ClaimSet claim)
    {
        const string Sql = "DELETE FROM open_moves WHERE notification_uuid = @notification";
        return claim.WriteAsync(transaction => database.ExecuteAsync(
            transaction, Sql, new { notification = claim.Notification.ToText() }, CancellationToken.None));
    }

    /// <summary>Whether a recovery that is not over is moving the instance.</summary>
    public async Task<bool> IsOpenAsync(Guid instance, CancellationToken ct) => await database.FindAsync<int>(
        $"SELECT COUNT(*) FROM ({OfInstance("@instance")}) o", new { instance = instance.ToText() }, ct) > 0;

    /// <summary>A query for the open move of an instance, for use in other queries.</summary>
    public static string OfInstance(string instance) => $"""
        SELECT o.instance_uuid FROM open_moves o JOIN notifications p ON p.notification_uuid = o.notification_uuid
         WHERE o.instance_uuid = {instance} AND {IsLive}
        """;

    /// <returns>The instances that other recoveries are moving.</returns>
    private async Task<IReadOnlyDictionary<Guid, States>> OpenAsync(DbTransaction transaction, Guid notification, MoveJournalEntry[] moves)
    {
        var mine = moves.ToDictionary(move => move.Instance.ToText(), move => move.VMove);
        await database.ExecuteAsync(transaction, [Insert(moves, notification)], CancellationToken.None);
        var others = (await ReadAsync(transaction, mine.Keys)).Where(row => row.Notification != notification.ToText()).ToList();
        if (others.Count == 0) return new Dictionary<Guid, States>();
        var live = await LiveAsync(transaction, others);
        var (waiting, over) = (others.Where(row => live.ContainsKey(row.VMove)).ToList(), others.Where(row => !live.ContainsKey(row.VMove)).ToList());
        var statements = new List<Statement>();
        if (over.Count > 0) statements.Add(TakeOver(over.Select(row => (Guid.Parse(row.Instance), mine[row.Instance])), notification));
        if (waiting.Count > 0) statements.Add(Inherit([.. waiting.Select(row => (mine[row.Instance], live[row.VMove]))]));
        await database.ExecuteAsync(transaction, statements, CancellationToken.None);
        return waiting.ToDictionary(row => Guid.Parse(row.Instance), row => live[row.VMove]);
    }

    private Statement Insert(MoveJournalEntry[] moves, Guid notification)
    {
        var values = new StatementValues();
        var rows = moves.Select(move => values.List([move.Instance, notification, move.VMove]));
        return values.In(
            $"{database.Dialect.InsertUnlessThere} open_moves (instance_uuid, notification_uuid, vmove_uuid) VALUES {string.Join(", ", rows)}");
    }

    private Statement TakeOver(IEnumerable<(Guid Instance, Guid VMove)> moves, Guid notification)
    {
        var values = new StatementValues();
        var (vmove, instances) = (values.Each("instance_uuid", moves), values.List(moves.Select(move => move.Instance)));
        return values.In($"""
            {database.Dialect.UpdateByKey("open_moves")} SET notification_uuid = {values.Add(notification)}, vmove_uuid = {vmove} WHERE instance_uuid IN {instances}
            """);
    }

    private Statement Inherit(List<(Guid VMove, States States)> moves)
    {
        var values = new StatementValues();
        var vmState = values.Each("vmove_uuid", moves.Select(move => (move.VMove, move.States.VmState)));
        var power = values.Each("vmove_uuid", moves.Select(move => (move.VMove, move.States.PowerState)));
        return values.In($"""
            {database.Dialect.UpdateByKey("vmove_journal")} SET vm_state = {vmState}, power_state = {power}
             WHERE vmove_uuid IN {values.List(moves.Select(move => move.VMove))}
            """);
    }

    /// <summary>All rows exist by now: no gap between rows is locked.</summary>
    private Task<IReadOnlyList<Row>> ReadAsync(DbTransaction transaction, IEnumerable<string> instances)
    {
        var sql = $"""
            SELECT instance_uuid AS Instance, notification_uuid AS Notification, vmove_uuid AS VMove
              FROM open_moves WHERE instance_uuid IN @instances {database.Dialect.ForUpdate}
            """;
        return database.QueryAsync<Row>(transaction, sql, new { instances }, CancellationToken.None);
    }

    /// <summary>Those of these moves whose notifications are not over, with the states to which they are to bring the instances back.</summary>
    private async Task<Dictionary<string, States>> LiveAsync(DbTransaction transaction, IReadOnlyList<Row> rows)
    {
        const string Sql = $"""
            SELECT j.vmove_uuid AS VMove, j.vm_state, j.power_state
              FROM vmove_journal j JOIN notifications p ON p.notification_uuid = j.notification_uuid
             WHERE j.vmove_uuid IN @vmoves AND {IsLive}
            """;
        var found = await database.QueryAsync<States>(transaction, Sql, new { vmoves = rows.Select(row => row.VMove) }, CancellationToken.None);
        return found.ToDictionary(states => states.VMove);
    }

    private sealed record States
    {
        public string VMove { get; init; } = "";
        public string VmState { get; init; } = "";
        public int PowerState { get; init; }
    }

    private sealed record Row
    {
        public string Instance { get; init; } = "";
        public string Notification { get; init; } = "";
        public string VMove { get; init; } = "";
    }
}
