using System.Data.Common;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Journals;

/// <summary>
/// Which recovery acts on an instance (table <c>open_moves</c>, one row for each instance): one at a time, over all hosts. A host's recovery
/// moves the instance: its row names the vmove. Any other recovery reserves it (<see cref="ReserveAsync"/>): its row names none, and it is to
/// leave the instance active. Another recovery comes to the same instance when the destination of a move dies while the move still settles,
/// or when the host of a crashed guest dies. Rows are written under the claim of their recovery, and those of a notification that is over do
/// not count. A dead owner's recovery is taken over, so a row is always waited for.
/// </summary>
internal sealed class OpenMoves(Database database)
{
    /// <summary>Few enough that the claim's renewal is not kept waiting.</summary>
    private const int OpenedAtATime = 200;

    private const string IsLive = "p.status IN ('new', 'running', 'error') AND p.deleted = 0";

    /// <summary>In the place of a vmove: the row reserves the instance for a recovery that does not move it.</summary>
    private const string NoMove = "";

    /// <summary>Opens the moves whose instances no other recovery has.</summary>
    /// <returns>The open ones; and the others with the states that the other recovery is to bring the instance back to.</returns>
    public async Task<(IReadOnlyList<MoveJournalEntry> Open, IReadOnlyList<MoveJournalEntry> Waiting)> OpenAsync(
        ClaimSet claim, IReadOnlyList<MoveJournalEntry> moves)
    {
        var met = new Dictionary<Guid, Met>();
        foreach (var some in moves.Chunk(OpenedAtATime))
        {
            IReadOnlyDictionary<Guid, Met> found = new Dictionary<Guid, Met>();
            await claim.WriteAsync(async transaction => found = await OpenAsync(transaction, claim.Notification, some));
            foreach (var (instance, one) in found) met.Add(instance, one);
        }
        return (
            [.. moves.Where(move => !Waits(move)).Select(ToWanted)],
            [.. moves.Where(Waits).Select(ToWanted)]);

        bool Waits(MoveJournalEntry move) => met.TryGetValue(move.Instance, out var one) && one.IsAnothers;

        MoveJournalEntry ToWanted(MoveJournalEntry move) => met.TryGetValue(move.Instance, out var one)
            ? move with { VmState = one.Wanted.VmState, PowerState = one.Wanted.PowerState }
            : move;
    }

    /// <summary>
    /// Reserves instances for a recovery that does not move them: from now until <see cref="Release"/> no other one acts on them.
    /// </summary>
    /// <param name="transaction">Under the claim of the recovery.</param>
    /// <param name="notification">The recovery.</param>
    /// <param name="instances">Few enough for one statement.</param>
    /// <returns>Those that other recoveries have, with their notifications: they are not reserved.</returns>
    public async Task<IReadOnlyDictionary<Guid, Guid>> ReserveAsync(
        DbTransaction transaction, Guid notification, IReadOnlyCollection<Guid> instances)
    {
        if (instances.Count == 0) return new Dictionary<Guid, Guid>();
        var insert = Insert(instances.Select(instance => (instance, NoMove)), notification);
        await database.ExecuteAsync(transaction, [insert], CancellationToken.None);
        var others = (await ReadAsync(transaction, instances.Select(one => one.ToText())))
            .Where(row => row.Notification != notification.ToText()).ToList();
        if (others.Count == 0) return new Dictionary<Guid, Guid>();
        var live = await LiveAsync(transaction, others);
        var over = others.Where(row => !live.Contains(row.Notification)).Select(row => (Guid.Parse(row.Instance), NoMove)).ToList();
        if (over.Count > 0) await database.ExecuteAsync(transaction, [TakeOver(over, notification)], CancellationToken.None);
        return others.Where(row => live.Contains(row.Notification))
            .ToDictionary(row => Guid.Parse(row.Instance), row => Guid.Parse(row.Notification));
    }

    /// <summary>The statement for reservations that are over.</summary>
    public static Statement Release(SqlDialect dialect, Guid notification, IEnumerable<Guid> instances)
    {
        var values = new StatementValues();
        return values.In($"""
            {dialect.DeleteByKey("open_moves")} WHERE instance_uuid IN {values.List(instances)}
               AND notification_uuid = {values.Add(notification)} AND vmove_uuid = {values.Add(NoMove)}
            """);
    }

    /// <summary>The statement that leaves reserved instances to the recovery of their host, which is to bring them back active.</summary>
    public static Statement HandOver(SqlDialect dialect, Guid from, Guid to, IEnumerable<Guid> instances)
    {
        var values = new StatementValues();
        return values.In($"""
            {dialect.UpdateByKey("open_moves")} SET notification_uuid = {values.Add(to)}
             WHERE instance_uuid IN {values.List(instances)}
               AND notification_uuid = {values.Add(from)} AND vmove_uuid = {values.Add(NoMove)}
            """);
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

    /// <summary>Whether a recovery that is not over has the instance.</summary>
    public async Task<bool> IsOpenAsync(Guid instance, CancellationToken ct) => await database.FindAsync<int>(
        $"SELECT COUNT(*) FROM ({OfInstance("@instance")}) o", new { instance = instance.ToText() }, ct) > 0;

    /// <summary>A query for the recovery that has an instance, for use in other queries.</summary>
    public static string OfInstance(string instance) => $"""
        SELECT o.instance_uuid FROM open_moves o JOIN notifications p ON p.notification_uuid = o.notification_uuid
         WHERE o.instance_uuid = {instance} AND {IsLive}
        """;

    /// <returns>The instances that other recoveries have, and those that another one has left to this one.</returns>
    private async Task<IReadOnlyDictionary<Guid, Met>> OpenAsync(DbTransaction transaction, Guid notification, MoveJournalEntry[] moves)
    {
        var mine = moves.ToDictionary(move => move.Instance.ToText(), move => move.VMove);
        var insert = Insert(moves.Select(move => (move.Instance, move.VMove.ToText())), notification);
        await database.ExecuteAsync(transaction, [insert], CancellationToken.None);
        var rows = await ReadAsync(transaction, mine.Keys);
        var others = rows.Where(row => row.Notification != notification.ToText()).ToList();
        var left = rows.Where(row => row.Notification == notification.ToText() && row.VMove == NoMove).ToList();
        if (others.Count + left.Count == 0) return new Dictionary<Guid, Met>();
        var live = await LiveAsync(transaction, others);
        var waiting = others.Where(row => live.Contains(row.Notification)).ToList();
        var taken = others.Where(row => !live.Contains(row.Notification)).Concat(left).ToList();
        var states = await StatesAsync(transaction, waiting);
        var met = waiting.Select(row => (row.Instance, Met: new Met(IsAnothers: true, states.GetValueOrDefault(row.VMove, States.Active))))
            .Concat(left.Select(row => (row.Instance, Met: new Met(IsAnothers: false, States.Active)))).ToList();
        var statements = new List<Statement>();
        if (taken.Count > 0)
            statements.Add(TakeOver(taken.Select(row => (Guid.Parse(row.Instance), mine[row.Instance].ToText())), notification));
        if (met.Count > 0) statements.Add(Inherit([.. met.Select(one => (mine[one.Instance], one.Met.Wanted))]));
        await database.ExecuteAsync(transaction, statements, CancellationToken.None);
        return met.ToDictionary(one => Guid.Parse(one.Instance), one => one.Met);
    }

    private Statement Insert(IEnumerable<(Guid Instance, string VMove)> wanted, Guid notification)
    {
        var values = new StatementValues();
        var rows = wanted.Select(one => values.List<object>([one.Instance, notification, one.VMove]));
        return values.In(
            $"{database.Dialect.InsertUnlessThere} open_moves (instance_uuid, notification_uuid, vmove_uuid) VALUES {string.Join(", ", rows)}");
    }

    private Statement TakeOver(IEnumerable<(Guid Instance, string VMove)> moves, Guid notification)
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

    /// <summary>The notifications of these rows that are not over.</summary>
    private async Task<IReadOnlySet<string>> LiveAsync(DbTransaction transaction, IReadOnlyList<Row> rows)
    {
        const string Sql = $"SELECT p.notification_uuid FROM notifications p WHERE p.notification_uuid IN @notifications AND {IsLive}";
        if (rows.Count == 0) return new HashSet<string>();
        var notifications = rows.Select(row => row.Notification).Distinct();
        return (await database.QueryAsync<string>(transaction, Sql, new { notifications }, CancellationToken.None)).ToHashSet();
    }

    /// <summary>The states to which the moves among these rows are to bring their instances back, by vmove.</summary>
    private async Task<Dictionary<string, States>> StatesAsync(DbTransaction transaction, IReadOnlyList<Row> rows)
    {
        const string Sql = "SELECT vmove_uuid AS VMove, vm_state, power_state FROM vmove_journal WHERE vmove_uuid IN @vmoves";
        var vmoves = rows.Select(row => row.VMove).Where(vmove => vmove != NoMove).ToList();
        if (vmoves.Count == 0) return [];
        var found = await database.QueryAsync<States>(transaction, Sql, new { vmoves }, CancellationToken.None);
        return found.ToDictionary(states => states.VMove);
    }

    /// <summary>An instance whose row was there before.</summary>
    /// <param name="IsAnothers">Another recovery has it.</param>
    /// <param name="Wanted">The states to which the instance is to be brought back.</param>
    private sealed record Met(bool IsAnothers, States Wanted);

    private sealed record States
    {
        /// <summary>To run, whatever it does now: the other recovery may have stopped it.</summary>
        public static States Active { get; } = new() { VmState = "active", PowerState = 4 };

        public string VMove { get; init; } = NoMove;
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
