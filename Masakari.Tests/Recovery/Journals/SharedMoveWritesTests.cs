using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.VMoves;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Recovery.Journals;

/// <summary>Many writes about moves at a time: their order, what one that fails does to the others, and what all of them cost.</summary>
internal sealed class SharedMoveWritesTests(string kind) : MoveWritesFixture(kind)
{
    [Test]
    public async Task Two_writes_about_one_move_have_the_effect_of_one_after_the_other()
    {
        var moves = await PlanAsync(2);
        var (a, b) = (moves[0].VMove, moves[1].VMove);

        await Claim.WriteAsync(
        [
            new MoveWrites.Lock(a, LockedByUs: true, ResetByUs: true), new MoveWrites.Lock(b, LockedByUs: true, ResetByUs: false),
            new MoveWrites.Lock(a, LockedByUs: false, ResetByUs: true), new MoveWrites.Intent(a, FlowPlace.First, 5),
            new MoveWrites.Rejected(a),
            new MoveWrites.Unlocked(b), new MoveWrites.Lock(b, LockedByUs: true, ResetByUs: true),
            new MoveWrites.Ended(b, moves[1].Instance, new(VMoveStatus.Failed, null, "first")),
            new MoveWrites.Intent(b, FlowPlace.First, 6),
            new MoveWrites.Ended(b, moves[1].Instance, new(VMoveStatus.Succeeded, "c2", null)),
            new MoveWrites.Ended(b, moves[1].Instance, new(VMoveStatus.Failed, null, "too late")),
        ]);

        var now = await Journal.ListAsync(Notification, default);
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

        var writes = new[]
        {
            new MoveWrites.Intent(moves[0].VMove, FlowPlace.First, 1), tooLong, new MoveWrites.Intent(moves[2].VMove, FlowPlace.First, 1),
        }.Select(write => Claim.WriteAsync(write)).ToList();

        await Assert.CatchAsync(() => writes[1]);
        await Task.WhenAll(writes[0], writes[2]);
        if (!IsMariaDb) await ExecuteAsync("DROP TRIGGER refuse");
        Assert.That(
            (await Journal.ListAsync(Notification, default)).Select(move => move.IntentAge is not null),
            Is.EqualTo([true, false, true]));
        Assert.That(Claim.IsLost, Is.False);
    }

    /// <summary>A statement that fails must not hide that the claim is lost.</summary>
    [Test]
    public async Task A_former_owner_learns_that_the_claim_is_lost_and_writes_nothing()
    {
        var moves = await PlanAsync(2);
        await ExecuteAsync("UPDATE recovery_claims SET epoch = epoch + 1");

        await Assert.ThrowsAsync<ClaimLostException>(
            () => Claim.WriteAsync([.. moves.Select(move => new MoveWrites.Intent(move.VMove, FlowPlace.First, 3))]));

        Assert.That((await Journal.ListAsync(Notification, default)).Select(move => move.IntentAge), Is.All.Null);
        Assert.That(Claim.IsLost, Is.True);
    }

    [Test]
    public async Task A_former_owner_whose_write_would_fail_learns_that_the_claim_is_lost()
    {
        var moves = await PlanAsync(1);
        await ExecuteAsync("UPDATE recovery_claims SET epoch = epoch + 1");
        var again = new MoveWrites.Plan(moves[0].VMove, Notification, "c1", FlowPlace.First, Planned(0, "vm", "active", 1, null, 0));

        await Assert.ThrowsAsync<ClaimLostException>(() => Claim.WriteAsync(again));
    }

    [Test, CancelAfter(30_000)]
    public async Task Many_moves_are_written_past_another_recovery_in_the_midst_of_a_write(CancellationToken ct)
    {
        Assume.That(IsMariaDb, "SQLite has one writer at a time.");
        var moves = await PlanAsync(200);
        await new OpenMoves(Database).OpenAsync(Claim, moves);
        var (ours, others) = (moves.Take(150).ToList(), moves.Skip(150).ToList());
        await ExecuteAsync("ANALYZE TABLE open_moves, vmove_journal");

        await Database.TransactAsync(async (_, transaction) =>
        {
            foreach (var other in others.Select(move => new { instance = move.Instance.ToText(), vmove = move.VMove.ToText() }))
            {
                await Database.ExecuteAsync(
                    transaction, "UPDATE open_moves SET vmove_uuid = '' WHERE instance_uuid = @instance", other, ct);
                await Database.ExecuteAsync(transaction, "UPDATE vmove_journal SET attempt = 9 WHERE vmove_uuid = @vmove", other, ct);
            }
            await Claim.WriteAsync([.. ours.Select(move => new MoveWrites.Lock(move.VMove, LockedByUs: true, ResetByUs: false))])
                .WaitAsync(ct);
            await Claim.WriteAsync(
                [.. ours.Select(move => new MoveWrites.Ended(move.VMove, move.Instance, new(VMoveStatus.Succeeded, "c2", null)))])
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
        var progress = new ProgressLog(Claim, FlowPlace.First, Clock, NullLogger.Instance);
        await progress.BeginAsync("EvacuateInstancesTask");

        var moves = await PlanAsync(Instances);
        await new OpenMoves(Database).OpenAsync(Claim, moves);
        await Task.WhenAll(moves.Select(move => Journal.NoteLockAsync(Claim, move, lockedByUs: true, resetByUs: false)));
        await Task.WhenAll(moves.Select(move => progress.ReportAsync(0.5, $"Evacuation of instance started: {move.Instance}")));
        await Task.WhenAll(moves.Select(move => Journal.NoteIntentAsync(Claim, move, FlowPlace.First, 0)));
        await Task.WhenAll(moves.Select((move, i) => Journal.NoteEndAsync(Claim, move, new(VMoveStatus.Succeeded, $"c{i % 20}", null))));
        foreach (var move in moves) Journal.NoteUnlocked(Claim, move, failed: e => Assert.Fail(e.Message));
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
}
