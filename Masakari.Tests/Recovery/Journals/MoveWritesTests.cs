using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.VMoves;

namespace Masakari.Tests.Recovery.Journals;

/// <summary>What is written about moves under a claim: each kind of write.</summary>
internal sealed class MoveWritesTests(string kind) : MoveWritesFixture(kind)
{
    [Test]
    public async Task Plans_each_move_with_its_own_states()
    {
        var adopted = Guid.NewGuid();
        await ExecuteAsync($"""
            INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, status)
            VALUES ('2026-01-01 00:00:00', 0, '{adopted}', '{Notification}', '{Guid.NewGuid()}', 'old', 'failed')
            """);

        await Journal.PlanAsync(Claim, "c1", FlowPlace.First,
        [
            Planned(0, "vm0", "active", 1, "rebuilding", foreign: 7),
            Planned(1, new string('x', 300), "stopped", 4, null, foreign: 0),
            Planned(2, "old", "error", 0, null, foreign: 9) with { VMove = adopted, LockedByUs = true },
        ]);

        var moves = await Journal.ListAsync(Notification, default);
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

        await Claim.WriteAsync([.. moves.Select((move, i) => new MoveWrites.Lock(move.VMove, LockedByUs: i < 2, ResetByUs: i % 2 == 0))]);
        await Claim.WriteAsync([.. moves.Take(3).Select((move, i) => new MoveWrites.Intent(move.VMove, new FlowPlace(1, i == 1 ? "c9" : null), i))]);
        var (locked, asked) = (await Journal.ListAsync(Notification, default), await ReadAsync("target"));
        await Claim.WriteAsync([new MoveWrites.Rejected(moves[0].VMove), new MoveWrites.Rejected(moves[2].VMove)]);
        await Claim.WriteAsync([new MoveWrites.Ongoing(moves[3].VMove)]);
        var rejected = await Journal.ListAsync(Notification, default);

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
        await new OpenMoves(Database).OpenAsync(Claim, moves);
        MoveEnd[] ends =
        [
            new(VMoveStatus.Succeeded, "c2", null), new(VMoveStatus.Failed, null, "No valid host was found.") { WarnedRecord = 8 },
            new(VMoveStatus.Failed, "c3", "Look at c3.") { GivenUp = true, LiveMigration = 12 },
        ];

        await Claim.WriteAsync([.. ends.Select((end, i) => new MoveWrites.Ended(moves[i].VMove, moves[i].Instance, end))]);

        Assert.That(await ReadAsync("dest_host"), Is.EqualTo(["c2", null, "c3", null]));
        Assert.That(await ReadAsync("message"), Is.EqualTo([null, "No valid host was found.", "Look at c3.", null]));
        Assert.That(await ReadAsync("status"), Is.EqualTo(["succeeded", "failed", "failed", "pending"]));
        Assert.That(await ReadAsync("CASE WHEN given_up THEN live_migration END"), Is.EqualTo([null, null, "12", null]));
        Assert.That(await ReadAsync("warned_record"), Is.EqualTo([null, "8", null, null]));
        Assert.That(
            (await Journal.ListNewestAsync(moves.Select(move => move.Instance), from: null, default))
                .Select(move => (move.WarnedRecord, move.Destination, move.EndedAt is null)),
            Is.EquivalentTo(new (long?, string?, bool)[] { (null, "c2", false), (8, null, false), (null, "c3", false), (null, null, true) }));
        Assert.That(await ScalarAsync<string>("SELECT vmove_uuid FROM open_moves"), Is.EqualTo(moves[3].VMove.ToText()));
    }

    /// <summary>Nova's records of evacuations away from one host say nothing about a move away from another.</summary>
    [TestCase(null, 7)]
    [TestCase("c1", 3)]
    [TestCase("c2", 7)]
    [TestCase("c3", null)]
    public async Task Lists_the_newest_move_away_from_a_host(string? from, long? expected)
    {
        var move = Planned(0, "vm0", "active", 1, null, foreign: 3);
        await Journal.PlanAsync(Claim, "c1", FlowPlace.First, [move]);
        await Journal.PlanAsync(Claim, "c2", FlowPlace.First, [move with { NewestForeignRecord = 7 }]);

        var newest = await Journal.ListNewestAsync([move.Server.Id], from, default);

        Assert.That(newest.Select(one => (long?)one.NewestForeignRecord).SingleOrDefault(), Is.EqualTo(expected));
    }

    [Test]
    public async Task Notes_unlocks_and_when_to_unlock_again()
    {
        var moves = await PlanAsync(3);
        await Claim.WriteAsync([.. moves.Select(move => new MoveWrites.Lock(move.VMove, LockedByUs: true, ResetByUs: false))]);

        await Claim.WriteAsync(
        [
            new MoveWrites.UnlockAgain(moves[0].VMove, TimeSpan.FromSeconds(65.5)), new MoveWrites.UnlockAgain(moves[1].VMove, TimeSpan.FromHours(-1)),
            new MoveWrites.Unlocked(moves[2].VMove),
        ]);

        await ExecuteAsync($"UPDATE notifications SET status = 'finished' WHERE notification_uuid = '{Notification}'");
        Assert.That((await Journal.ListAsync(Notification, default)).Select(move => move.LockedByUs), Is.EqualTo([true, true, false]));
        Assert.That((await Journal.ListForgottenLocksAsync(default)).Select(one => one.VMove), Is.EqualTo([moves[1].VMove]), "the other is not due");
    }
}
