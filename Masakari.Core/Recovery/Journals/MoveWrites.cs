using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Journals;

/// <summary>What is written about moves under the claim of their recovery: each kind writes many moves with one statement a table.</summary>
internal static class MoveWrites
{
    /// <summary>A write about one move.</summary>
    /// <typeparam name="TKind">The kind.</typeparam>
    /// <param name="VMove">The move.</param>
    internal abstract record MoveWrite<TKind>(Guid VMove) : ClaimWrite<TKind>
        where TKind : MoveWrite<TKind>
    {
        public sealed override object About => VMove;

        /// <summary>Changes the journal's rows of these moves.</summary>
        protected static Statement Update(
            SqlDialect dialect, StatementValues values, IEnumerable<TKind> all, string assignments) => values.In($"""
            {dialect.UpdateByKey("vmove_journal")} SET {assignments} WHERE vmove_uuid IN {values.List(all.Select(one => one.VMove))}
            """);

        /// <summary>An expression with a value for each move.</summary>
        protected static string Each<T>(StatementValues values, IEnumerable<TKind> all, Func<TKind, T> valueOf) =>
            values.Each("vmove_uuid", all.Select(one => (one.VMove, valueOf(one))));
    }

    /// <summary>A move is planned: its row in the journal, and a vmove <c>pending</c> unless it has one.</summary>
    internal sealed record Plan(Guid VMove, Guid Notification, string SourceHost, FlowPlace Flow, PlannedMove Move) : MoveWrite<Plan>(VMove)
    {
        protected override IEnumerable<Statement> Statements(IReadOnlyList<Plan> all, SqlDialect dialect)
        {
            var drafts = all.Where(one => one.Move.VMove is null).Select(one => one.ToDraft()).ToList();
            if (drafts.Count > 0) yield return VMoveWriter.Insert(dialect, drafts);
            var values = new StatementValues();
            yield return values.In($"""
                INSERT INTO vmove_journal (vmove_uuid, notification_uuid, instance_uuid, attempt, flow, target,
                                           vm_state, task_state, power_state, locked_by_owner, locked_by_us, reset_by_us,
                                           evacuations_before, evacuate_requested_at, position)
                VALUES {string.Join(", ", all.Select(one => one.ToRow(values)))}
                """);
        }

        private VMoveDraft ToDraft() => new()
        {
            Uuid = VMove,
            NotificationUuid = Notification,
            InstanceUuid = Move.Server.Id,
            InstanceName = Move.Server.Name,
            SourceHost = SourceHost,
        };

        private string ToRow(StatementValues values) => values.List<object?>(
        [
            VMove, Notification, Move.Server.Id, 0, Flow.Number, Flow.Target,
            Move.Server.VmState, Move.Server.TaskState, Move.Server.PowerState, Move.Server.Locked && !Move.LockedByUs, Move.LockedByUs, false,
            Move.NewestForeignRecord, Move.AskedAt?.ToText(), Move.Position,
        ]);
    }

    /// <summary>We are about to lock the instance or to reset its state, or Nova did not take that.</summary>
    internal sealed record Lock(Guid VMove, bool LockedByUs, bool ResetByUs) : MoveWrite<Lock>(VMove)
    {
        protected override IEnumerable<Statement> Statements(IReadOnlyList<Lock> all, SqlDialect dialect)
        {
            var values = new StatementValues();
            var (locked, reset) = (Each(values, all, one => one.LockedByUs), Each(values, all, one => one.ResetByUs));
            yield return Update(dialect, values, all, $"locked_by_us = {locked}, reset_by_us = {reset}");
        }
    }

    /// <summary>The unlock was answered.</summary>
    internal sealed record Unlocked(Guid VMove) : MoveWrite<Unlocked>(VMove)
    {
        protected override IEnumerable<Statement> Statements(IReadOnlyList<Unlocked> all, SqlDialect dialect)
        {
            yield return Update(dialect, new StatementValues(), all, "locked_by_us = 0, unlock_again_at = NULL");
        }
    }

    /// <summary>The sweep is to unlock the instance once more, after that time.</summary>
    internal sealed record UnlockAgain(Guid VMove, TimeSpan After) : MoveWrite<UnlockAgain>(VMove)
    {
        protected override IEnumerable<Statement> Statements(IReadOnlyList<UnlockAgain> all, SqlDialect dialect)
        {
            var values = new StatementValues();
            yield return Update(
                dialect, values, all, $"unlock_again_at = {dialect.NowPlus($"({Each(values, all, one => one.After.TotalSeconds)})")}");
        }
    }

    /// <summary>Evacuate is about to be called: vmove <c>ongoing</c>.</summary>
    internal sealed record Intent(Guid VMove, FlowPlace Flow, long NewestForeignRecord) : MoveWrite<Intent>(VMove)
    {
        protected override IEnumerable<Statement> Statements(IReadOnlyList<Intent> all, SqlDialect dialect)
        {
            var values = new StatementValues();
            var newest = Each(values, all, one => one.NewestForeignRecord);
            var (flow, target) = (Each(values, all, one => one.Flow.Number), Each(values, all, one => one.Flow.Target));
            yield return Update(
                dialect, values, all,
                $"evacuate_requested_at = {dialect.Now}, evacuations_before = {newest}, attempt = attempt + 1, doubted = 0, flow = {flow}, target = {target}");
            yield return VMoveWriter.Begin(dialect, all.Select(one => one.VMove));
        }
    }

    /// <summary>Nova rejected the call, or it was not sent.</summary>
    internal sealed record Rejected(Guid VMove) : MoveWrite<Rejected>(VMove)
    {
        protected override IEnumerable<Statement> Statements(IReadOnlyList<Rejected> all, SqlDialect dialect)
        {
            yield return Update(dialect, new StatementValues(), all, "evacuate_requested_at = NULL");
        }
    }

    /// <summary>The move was found under way: vmove <c>ongoing</c> again.</summary>
    internal sealed record Ongoing(Guid VMove) : MoveWrite<Ongoing>(VMove)
    {
        protected override IEnumerable<Statement> Statements(IReadOnlyList<Ongoing> all, SqlDialect dialect)
        {
            yield return VMoveWriter.Begin(dialect, all.Select(one => one.VMove));
        }
    }

    /// <summary>The attempt at the move is over: another recovery may move the instance.</summary>
    internal sealed record Ended(Guid VMove, Guid Instance, MoveEnd End) : MoveWrite<Ended>(VMove)
    {
        protected override IEnumerable<Statement> Statements(IReadOnlyList<Ended> all, SqlDialect dialect)
        {
            var ends = all.Select(one => new VMoveEnd(one.VMove, one.End.Status, one.End.Destination, one.End.Message));
            foreach (var statement in VMoveWriter.End(dialect, ends)) yield return statement;
            var givenUp = all.Where(one => one.End.GivenUp).ToList();
            if (givenUp.Count > 0)
            {
                var values = new StatementValues();
                var live = Each(values, givenUp, one => one.End.LiveMigration);
                yield return Update(dialect, values, givenUp, $"given_up = 1, live_migration = {live}");
            }
            var warned = all.Where(one => one.End.WarnedRecord is not null).ToList();
            if (warned.Count > 0)
            {
                var values = new StatementValues();
                var record = Each(values, warned, one => one.End.WarnedRecord);
                yield return Update(dialect, values, warned, $"warned_record = {record}");
            }
            yield return OpenMoves.Close(dialect, all.Select(one => (one.Instance, one.VMove)));
        }
    }
}
