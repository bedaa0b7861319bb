using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Liveness;
using Masakari.Core.VMoves;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Journals;

/// <summary>What is written about moves under a claim, many at a time.</summary>
internal sealed class MoveWritesTests(string kind) : OnEveryDatabase(kind)
{
    private readonly Guid notification = Guid.NewGuid();
    private ClaimSet claim = null!;

    private MoveJournal Journal => new(Database);

    [SetUp]
    public async Task TakeAsync()
    {
        await ExecuteAsync($$"""
            INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES ('2026-01-01 00:00:00', 0, '{{notification}}', '2026-01-01 00:00:00', '{{Guid.NewGuid()}}', 'COMPUTE_HOST', '{}', 'running')
            """);
        var store = new ClaimStore(
            Database, new ClaimOwner("one", pid: 1, startedAt: 1), new ClaimOptions(), new Pulses(Clock), Clock, NullLogger<ClaimStore>.Instance);
        claim = (await store.TakeAsync([ClaimSubject.Host(Guid.NewGuid())], notification, default))!;
    }

    [TearDown]
    public ValueTask GiveBackAsync() => claim.DisposeAsync();

    [Test]
    public async Task Plans_each_move_with_its_own_states()
    {
        var adopted = Guid.NewGuid();
        await ExecuteAsync($"""
            INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, status)
            VALUES ('2026-01-01 00:00:00', 0, '{adopted}', '{notification}', '{Guid.NewGuid()}', 'old', 'failed')
            """);

        await Journal.PlanAsync(claim, "c1", FlowPlace.First,
        [
            Planned(0, "vm0", "active", 1, "rebuilding", foreign: 7),
            Planned(1, new string('x', 300), "stopped", 4, null, foreign: 0),
            Planned(2, "old", "error", 0, null, foreign: 9) with { VMove = adopted, LockedByUs = true },
        ]);

        var moves = await Journal.ListAsync(notification, default);
        Assert.That(
            moves.Select(move => (move.InstanceName.Length, move.Status, move.VmState, move.PowerState, move.TaskState, move.NewestForeignRecord, move.LockedByUs)),
            Is.EqualTo(new (int, VMoveStatus, string, int, string?, long, bool)[]
            {
                (3, VMoveStatus.Pending, "active", 1, "rebuilding", 7, false),
                (255, VMoveStatus.Pending, "stopped", 4, null, 0, false),
                (3, VMoveStatus.Failed, "error", 0, null, 9, true),
            }));
        Assert.That(moves[2].VMove, Is.EqualTo(adopted));
    }

    [Test]
    public async Task Writes_each_kind_for_many_moves_with_a_value_for_each()
    {
        var moves = await PlanAsync(4);

        await claim.WriteAsync([.. moves.Select((move, i) => new MoveWrites.Lock(move.VMove, LockedByUs: i < 2, ResetByUs: i % 2 == 0))]);
        await claim.WriteAsync([.. moves.Take(3).Select((move, i) => new MoveWrites.Intent(move.VMove, new FlowPlace(1, i == 1 ? "c9" : null), i))]);
        var (locked, asked) = (await Journal.ListAsync(notification, default), await ReadAsync("target"));
        await claim.WriteAsync([new MoveWrites.Rejected(moves[0].VMove), new MoveWrites.Rejected(moves[2].VMove)]);
        await claim.WriteAsync([new MoveWrites.Ongoing(moves[3].VMove)]);
        var rejected = await Journal.ListAsync(notification, default);

        Assert.That(locked.Select(move => (move.LockedByUs, move.ResetByUs)), Is.EqualTo([(true, true), (true, false), (false, true), (false, false)]));
        Assert.That(locked.Select(move => move.NewestForeignRecord), Is.EqualTo([0, 1, 2, 0]));
        Assert.That(locked.Select(move => move.IntentAge is not null), Is.EqualTo([true, true, true, false]));
        Assert.That(locked.Select(move => move.Status), Is.EqualTo([VMoveStatus.Ongoing, VMoveStatus.Ongoing, VMoveStatus.Ongoing, VMoveStatus.Pending]));
        Assert.That(asked, Is.EqualTo([null, "c9", null, null]));
        Assert.That(rejected.Select(move => move.IntentAge is not null), Is.EqualTo([false, true, false, false]));
        Assert.That(rejected[3].Status, Is.EqualTo(VMoveStatus.Ongoing));
    }

    [Test]
    public async Task Ends_moves_in_different_ways()
    {
        var moves = await PlanAsync(4);
        await new OpenMoves(Database).OpenAsync(claim, moves);
        MoveEnd[] ends =
        [
            new(VMoveStatus.Succeeded, "c2", null), new(VMoveStatus.Failed, null, "No valid host was found."),
            new(VMoveStatus.Failed, "c3", "Look at c3.") { GivenUp = true, LiveMigration = 12 },
        ];

        await claim.WriteAsync([.. ends.Select((end, i) => new MoveWrites.Ended(moves[i].VMove, moves[i].Instance, end))]);

        Assert.That(await ReadAsync("dest_host"), Is.EqualTo(["c2", null, "c3", null]));
        Assert.That(await ReadAsync("message"), Is.EqualTo([null, "No valid host was found.", "Look at c3.", null]));
        Assert.That(await ReadAsync("status"), Is.EqualTo(["succeeded", "failed", "failed", "pending"]));
        Assert.That(await ReadAsync("CASE WHEN given_up THEN live_migration END"), Is.EqualTo([null, null, "12", null]));
        Assert.That(await ScalarAsync<string>("SELECT vmove_uuid FROM open_moves"), Is.EqualTo(moves[3].VMove.ToText()));
    }

    [Test]
    public async Task Notes_unlocks_and_when_to_unlock_again()
    {
        var moves = await PlanAsync(3);
        await claim.WriteAsync([.. moves.Select(move => new MoveWrites.Lock(move.VMove, LockedByUs: true, ResetByUs: false))]);

        await claim.WriteAsync(
        [
            new MoveWrites.UnlockAgain(moves[0].VMove, TimeSpan.FromSeconds(65.5)), new MoveWrites.UnlockAgain(moves[1].VMove, TimeSpan.FromHours(-1)),
            new MoveWrites.Unlocked(moves[2].VMove),
        ]);

        await ExecuteAsync($"UPDATE notifications SET status = 'finished' WHERE notification_uuid = '{notification}'");
        Assert.That((await Journal.ListAsync(notification, default)).Select(move => move.LockedByUs), Is.EqualTo([true, true, false]));
        Assert.That((await Journal.ListForgottenLocksAsync(default)).Select(one => one.VMove), Is.EqualTo([moves[1].VMove]), "the other is not due");
    }

    [Test]
    public async Task Two_writes_about_one_move_have_the_effect_of_one_after_the_other()
    {
        var moves = await PlanAsync(2);
        var (a, b) = (moves[0].VMove, moves[1].VMove);

        await claim.WriteAsync(
        [
            new MoveWrites.Lock(a, LockedByUs: true, ResetByUs: true), new MoveWrites.Lock(b, LockedByUs: true, ResetByUs: false),
            new MoveWrites.Lock(a, LockedByUs: false, ResetByUs: true), new MoveWrites.Intent(a, FlowPlace.First, 5), new MoveWrites.Rejected(a),
            new MoveWrites.Unlocked(b), new MoveWrites.Lock(b, LockedByUs: true, ResetByUs: true),
            new MoveWrites.Ended(b, moves[1].Instance, new(VMoveStatus.Failed, null, "first")), new MoveWrites.Intent(b, FlowPlace.First, 6),
            new MoveWrites.Ended(b, moves[1].Instance, new(VMoveStatus.Succeeded, "c2", null)),
            new MoveWrites.Ended(b, moves[1].Instance, new(VMoveStatus.Failed, null, "too late")),
        ]);

        var now = await Journal.ListAsync(notification, default);
        Assert.That(now.Select(move => (move.LockedByUs, move.ResetByUs)), Is.EqualTo([(false, true), (true, true)]));
        Assert.That(now.Select(move => (move.IntentAge is not null, move.NewestForeignRecord)), Is.EqualTo([(false, 5L), (true, 6L)]));
        Assert.That(now.Select(move => move.Status), Is.EqualTo([VMoveStatus.Ongoing, VMoveStatus.Succeeded]));
        Assert.That(await ReadAsync("message"), Is.EqualTo([null, (string?)null]));
    }

    [Test]
    public async Task One_of_many_that_cannot_be_written_fails_alone()
    {
        var moves = await PlanAsync(3);
        var tooLong = new MoveWrites.Intent(moves[1].VMove, new FlowPlace(1, null), 1);
        if (IsMariaDb) tooLong = tooLong with { Flow = new FlowPlace(1, new string('x', 300)) };   // SQLite has no length
        else await ExecuteAsync($"""
            CREATE TRIGGER refuse BEFORE UPDATE ON vmove_journal WHEN OLD.vmove_uuid = '{moves[1].VMove}'
            BEGIN SELECT RAISE(ABORT, 'refused'); END
            """);

        var writes = new[] { new MoveWrites.Intent(moves[0].VMove, FlowPlace.First, 1), tooLong, new MoveWrites.Intent(moves[2].VMove, FlowPlace.First, 1) }
            .Select(write => claim.WriteAsync(write)).ToList();

        await Assert.CatchAsync(() => writes[1]);
        await Task.WhenAll(writes[0], writes[2]);
        if (!IsMariaDb) await ExecuteAsync("DROP TRIGGER refuse");
        Assert.That((await Journal.ListAsync(notification, default)).Select(move => move.IntentAge is not null), Is.EqualTo([true, false, true]));
        Assert.That(claim.IsLost, Is.False);
    }

    /// <summary>A statement that fails must not hide that the claim is lost.</summary>
    [Test]
    public async Task A_former_owner_learns_that_the_claim_is_lost_and_writes_nothing()
    {
        var moves = await PlanAsync(2);
        await ExecuteAsync("UPDATE recovery_claims SET epoch = epoch + 1");

        await Assert.ThrowsAsync<ClaimLostException>(() => claim.WriteAsync([.. moves.Select(move => new MoveWrites.Intent(move.VMove, FlowPlace.First, 3))]));

        Assert.That((await Journal.ListAsync(notification, default)).Select(move => move.IntentAge), Is.All.Null);
        Assert.That(claim.IsLost, Is.True);
    }

    [Test]
    public async Task A_former_owner_whose_write_would_fail_learns_that_the_claim_is_lost()
    {
        var moves = await PlanAsync(1);
        await ExecuteAsync("UPDATE recovery_claims SET epoch = epoch + 1");
        var again = new MoveWrites.Plan(moves[0].VMove, notification, "c1", FlowPlace.First, Planned(0, "vm", "active", 1, null, 0));

        await Assert.ThrowsAsync<ClaimLostException>(() => claim.WriteAsync(again));
    }

    [Test, CancelAfter(30_000)]
    public async Task Many_moves_are_written_past_another_recovery_in_the_midst_of_a_write(CancellationToken ct)
    {
        Assume.That(IsMariaDb, "SQLite has one writer at a time.");
        var moves = await PlanAsync(200);
        await new OpenMoves(Database).OpenAsync(claim, moves);
        var (ours, others) = (moves.Take(150).ToList(), moves.Skip(150).ToList());
        await ExecuteAsync("ANALYZE TABLE open_moves, vmove_journal");

        await Database.TransactAsync(async (_, transaction) =>
        {
            foreach (var other in others.Select(move => new { instance = move.Instance.ToText(), vmove = move.VMove.ToText() }))
            {
                await Database.ExecuteAsync(transaction, "UPDATE open_moves SET vmove_uuid = '' WHERE instance_uuid = @instance", other, ct);
                await Database.ExecuteAsync(transaction, "UPDATE vmove_journal SET attempt = 9 WHERE vmove_uuid = @vmove", other, ct);
            }
            await claim.WriteAsync([.. ours.Select(move => new MoveWrites.Lock(move.VMove, LockedByUs: true, ResetByUs: false))]).WaitAsync(ct);
            await claim.WriteAsync([.. ours.Select(move => new MoveWrites.Ended(move.VMove, move.Instance, new(VMoveStatus.Succeeded, "c2", null)))])
                .WaitAsync(ct);
        }, ct);

        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM open_moves"), Is.EqualTo(50));
    }

    /// <summary>The whole life of 200 instances: the rule of one round trip an instance must not rot.</summary>
    [Test]
    public async Task Two_hundred_instances_cost_few_transactions_and_statements()
    {
        const int Instances = 200;
        var (transactionsBefore, questionsBefore) = (await TransactionsAsync(), await QuestionsAsync());
        var progress = new ProgressLog(claim, FlowPlace.First, Clock, NullLogger.Instance);
        await progress.BeginAsync("EvacuateInstancesTask");

        var moves = await PlanAsync(Instances);
        await new OpenMoves(Database).OpenAsync(claim, moves);
        await Task.WhenAll(moves.Select(move => Journal.NoteLockAsync(claim, move, lockedByUs: true, resetByUs: false)));
        await Task.WhenAll(moves.Select(move => progress.ReportAsync(0.5, $"Evacuation of instance started: {move.Instance}")));
        await Task.WhenAll(moves.Select(move => Journal.NoteIntentAsync(claim, move, FlowPlace.First, 0)));
        await Task.WhenAll(moves.Select((move, i) => Journal.NoteEndAsync(claim, move, new(VMoveStatus.Succeeded, $"c{i % 20}", null))));
        foreach (var move in moves) Journal.NoteUnlocked(claim, move, failed: e => Assert.Fail(e.Message));
        await progress.EndAsync(succeeded: true, null);

        var (transactions, questions) = (await TransactionsAsync() - transactionsBefore, await QuestionsAsync() - questionsBefore);
        await TestContext.Out.WriteLineAsync($"{Instances} instances: {transactions} transactions, {questions} statements");
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM vmoves WHERE status = 'succeeded'"), Is.EqualTo(Instances));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM recovery_progress"), Is.EqualTo(Instances + 2));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM vmove_journal WHERE locked_by_us = 1"), Is.Zero);
        if (!IsMariaDb) return;   // SQLite answers at once: no two writes ever wait for a third
        Assert.That(transactions, Is.LessThanOrEqualTo(30), "five round trips each");
        Assert.That(questions, Is.LessThanOrEqualTo(Instances * 3 / 2), "settings of the session and the test's own included");
    }

    private async Task<IReadOnlyList<MoveJournalEntry>> PlanAsync(int count)
    {
        await Journal.PlanAsync(
            claim, "c1", FlowPlace.First, [.. Enumerable.Range(0, count).Select(i => Planned(i, $"vm{i}", "active", 1, null, foreign: 0))]);
        return await Journal.ListAsync(notification, default);
    }

    private static PlannedMove Planned(int position, string name, string vmState, int power, string? task, long foreign) => new(
        new() { Id = Guid.NewGuid(), Name = name, Host = "c1", VmState = vmState, TaskState = task, PowerState = power }, foreign, position);

    private async Task<IReadOnlyList<string?>> ReadAsync(string column) => await Database.QueryAsync<string?>(
        $"SELECT {column} FROM vmoves v JOIN vmove_journal j ON j.vmove_uuid = v.uuid ORDER BY j.position", null, default);

    private Task<int> TransactionsAsync() => ScalarAsync<int>("SELECT writes FROM recovery_claims");

    private async Task<long> QuestionsAsync() => IsMariaDb ? await (await MariaDbServer.SharedAsync()).QuestionsAsync() : 0;
}
