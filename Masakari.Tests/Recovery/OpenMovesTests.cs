using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.VMoves;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Recovery;

/// <summary>One recovery at a time moves an instance.</summary>
internal sealed class OpenMovesTests(string kind) : OnEveryDatabase(kind)
{
    private readonly List<ClaimSet> claims = [];

    private OpenMoves OpenMoves => new(Database);

    [TearDown]
    public async Task GiveBackAsync()
    {
        foreach (var claim in claims) await claim.DisposeAsync();
        claims.Clear();
    }

    [Test]
    public async Task Opens_a_move_once_and_again_for_the_same_recovery()
    {
        var (one, move) = await PlanAsync(Guid.NewGuid());

        Assert.That(await OpenAsync(one, move), Is.True);
        Assert.That(await OpenAsync(one, move), Is.True, "the next owner of the same recovery");
    }

    [Test]
    public async Task Lets_another_recovery_wait_and_wants_the_state_that_the_first_one_wants()
    {
        var instance = Guid.NewGuid();
        var (one, first) = await PlanAsync(instance, vmState: "paused", power: 3);
        var (two, second) = await PlanAsync(instance, vmState: "error", power: 0);
        await OpenMoves.OpenAsync(one, [first]);

        var (open, waiting) = await OpenMoves.OpenAsync(two, [second]);

        Assert.That(open, Is.Empty);
        Assert.That(waiting.Single(), Is.EqualTo(second with { VmState = "paused", PowerState = 3 }));
        Assert.That(await ScalarAsync<string>($"SELECT vm_state FROM vmove_journal WHERE vmove_uuid = '{second.VMove}'"), Is.EqualTo("paused"));
    }

    [TestCase("finished")]
    [TestCase("failed")]
    [TestCase("ignored")]
    [TestCase(null)]   // it no longer exists
    public async Task Opens_the_move_of_a_recovery_that_is_over(string? status)
    {
        var instance = Guid.NewGuid();
        var (one, first) = await PlanAsync(instance);
        var (two, second) = await PlanAsync(instance);
        await OpenMoves.OpenAsync(one, [first]);
        Assert.That(await OpenMoves.IsOpenAsync(instance, default), Is.True);

        await ExecuteAsync(status is null
            ? $"DELETE FROM notifications WHERE notification_uuid = '{one.Notification}'"
            : $"UPDATE notifications SET status = '{status}' WHERE notification_uuid = '{one.Notification}'");

        Assert.That(await OpenMoves.IsOpenAsync(instance, default), Is.False);
        Assert.That(await OpenAsync(two, second), Is.True);
        Assert.That(await ScalarAsync<string>("SELECT notification_uuid FROM open_moves"), Is.EqualTo(two.Notification.ToText()));
    }

    [Test]
    public async Task Closes_the_moves_of_its_own_recovery()
    {
        var instance = Guid.NewGuid();
        var (one, first) = await PlanAsync(instance);
        var (two, second) = await PlanAsync(instance);
        await OpenMoves.OpenAsync(one, [first]);

        await OpenMoves.CloseAllAsync(two);
        Assert.That(await OpenAsync(two, second), Is.False);
        await OpenMoves.CloseAllAsync(one);
        Assert.That(await OpenAsync(two, second), Is.True);
    }

    [Test]
    public async Task Gives_each_of_many_instances_to_one_of_two_recoveries_that_ask_at_once()
    {
        var instances = Enumerable.Range(0, 250).Select(_ => Guid.NewGuid()).ToList();
        var (one, first) = await PlanAsync(instances);
        var (two, second) = await PlanAsync([.. Enumerable.Reverse(instances)]);

        var both = await Task.WhenAll(OpenMoves.OpenAsync(one, first), OpenMoves.OpenAsync(two, second));

        Assert.That(both.SelectMany(ends => ends.Open).Select(move => move.Instance), Is.EquivalentTo(instances));
        Assert.That(both.SelectMany(ends => ends.Waiting).Select(move => move.Instance), Is.EquivalentTo(instances));
    }

    [Test]
    public async Task A_move_waits_for_a_recovery_that_has_only_reserved_the_instance_and_wants_it_active()
    {
        var instance = Guid.NewGuid();
        var (guest, _) = await PlanAsync(Guid.NewGuid());
        var (host, move) = await PlanAsync(instance, vmState: "stopped", power: 4);
        Assert.That(await ReserveAsync(guest, instance), Is.Empty);

        var (open, waiting) = await OpenMoves.OpenAsync(host, [move]);

        Assert.That(open, Is.Empty);
        Assert.That(waiting.Single(), Is.EqualTo(move with { VmState = "active", PowerState = 4 }));
        await guest.WriteAsync(t => Database.ExecuteAsync(t, [OpenMoves.Release(Database.Dialect, guest.Notification, [instance])], default));
        Assert.That(await OpenAsync(host, move), Is.True);
    }

    [Test]
    public async Task Reserves_no_instance_that_a_live_recovery_moves_and_says_which_one_does()
    {
        var instance = Guid.NewGuid();
        var (host, move) = await PlanAsync(instance);
        var (guest, _) = await PlanAsync(Guid.NewGuid());
        await OpenMoves.OpenAsync(host, [move]);

        Assert.That(await ReserveAsync(guest, instance), Is.EqualTo(new Dictionary<Guid, Guid> { [instance] = host.Notification }));
        await guest.WriteAsync(t => Database.ExecuteAsync(t, [OpenMoves.Release(Database.Dialect, guest.Notification, [instance])], default));
        Assert.That(await OpenMoves.IsOpenAsync(instance, default), Is.True, "the move of the host is not released");

        await ExecuteAsync($"UPDATE notifications SET status = 'failed' WHERE notification_uuid = '{host.Notification}'");
        Assert.That(await ReserveAsync(guest, instance), Is.Empty);
        Assert.That(await ReserveAsync(guest, instance), Is.Empty, "the next owner of the same recovery");
    }

    [Test]
    public async Task An_instance_that_was_handed_over_is_open_at_once_and_wanted_active()
    {
        var instance = Guid.NewGuid();
        var (guest, _) = await PlanAsync(Guid.NewGuid());
        var (host, move) = await PlanAsync(instance, vmState: "stopped", power: 4);
        await ReserveAsync(guest, instance);

        await guest.WriteAsync(t => Database.ExecuteAsync(
            t, [OpenMoves.HandOver(Database.Dialect, guest.Notification, host.Notification, [instance])], default));

        Assert.That((await OpenMoves.OpenAsync(host, [move])).Open.Single(), Is.EqualTo(move with { VmState = "active", PowerState = 4 }));
        Assert.That(await ReserveAsync(guest, instance), Is.EqualTo(new Dictionary<Guid, Guid> { [instance] = host.Notification }));
    }

    private async Task<IReadOnlyDictionary<Guid, Guid>> ReserveAsync(ClaimSet claim, Guid instance)
    {
        IReadOnlyDictionary<Guid, Guid> others = new Dictionary<Guid, Guid>();
        await claim.WriteAsync(async transaction => others = await OpenMoves.ReserveAsync(transaction, claim.Notification, [instance]));
        return others;
    }

    private async Task<bool> OpenAsync(ClaimSet claim, MoveJournalEntry move) => (await OpenMoves.OpenAsync(claim, [move])).Open.Count == 1;

    private async Task<(ClaimSet Claim, MoveJournalEntry Move)> PlanAsync(Guid instance, string vmState = "active", int power = 1)
    {
        var (claim, moves) = await PlanAsync([instance], vmState, power);
        return (claim, moves.Single());
    }

    /// <summary>A running notification of another host, with a planned move for each instance.</summary>
    private async Task<(ClaimSet Claim, IReadOnlyList<MoveJournalEntry> Moves)> PlanAsync(
        IReadOnlyList<Guid> instances, string vmState = "active", int power = 1)
    {
        var claim = await Database.TakeRunningAsync(Clock, "COMPUTE_HOST", ClaimSubject.Host(Guid.NewGuid()));
        claims.Add(claim);
        var journal = new MoveJournal(Database);
        var planned = instances.Select((id, i) => new PlannedMove(
            new() { Id = id, Name = "vm", Host = "c1", VmState = vmState, PowerState = power }, NewestForeignRecord: 0, i)).ToList();
        await journal.PlanAsync(claim, "c1", FlowPlace.First, planned);
        return (claim, await journal.ListAsync(claim.Notification, default));
    }
}
