using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Recovery.Journals;

/// <summary>What is written down about the recovery of a guest.</summary>
internal sealed class InstanceJournalTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    private readonly List<ClaimSet> claims = [];

    private OpenMoves OpenMoves => new(Database);

    private InstanceJournal Journal => new(Database, OpenMoves);

    [TearDown]
    public async Task GiveBackAsync()
    {
        foreach (var claim in claims) await claim.DisposeAsync();
        claims.Clear();
    }

    [Test]
    public async Task A_recovery_begins_once_and_again_for_its_next_owner()
    {
        var (claim, instance) = (await ClaimAsync(), Guid.NewGuid());

        Assert.That(await BeginAsync(claim, instance, lockIt: false), Is.EqualTo(GuestAdmission.Free));
        Assert.That((await Journal.FindAsync(claim.Notification, default)).LockedByUs, Is.False);
        Assert.That(await BeginAsync(claim, instance), Is.EqualTo(GuestAdmission.Free));
        Assert.That(await BeginAsync(claim, instance, lockIt: false), Is.EqualTo(GuestAdmission.Free), "it only knows less of the lock");

        Assert.That(await Journal.FindAsync(claim.Notification, default), Is.EqualTo(new GuestRecovery { IsBegun = true, LockedByUs = true }));
        Assert.That(await OpenMoves.IsOpenAsync(instance, default), Is.True);
    }

    [Test]
    public async Task A_stop_and_a_start_stand_in_the_journal_before_they_are_sent()
    {
        var (claim, instance) = (await ClaimAsync(), Guid.NewGuid());
        await BeginAsync(claim, instance);
        Assert.That((await Journal.FindAsync(claim.Notification, default)).IsTouched, Is.False);

        await Journal.NoteStopAsync(claim);
        var stopped = await Journal.FindAsync(claim.Notification, default);
        Journal.NoteStopAnswered(claim, failed: e => Assert.Fail(e.Message));
        await Journal.NoteStartAsync(claim);
        var started = await Journal.FindAsync(claim.Notification, default);

        Assert.That((stopped.IsTouched, stopped.StopAge < TimeSpan.FromMinutes(1), stopped.IsStopAnswered, stopped.IsStartSent), Is.EqualTo((true, true, false, false)));
        Assert.That((started.IsStopAnswered, started.IsStartSent), Is.EqualTo((true, true)));
        await Journal.NoteStopAsync(claim);
        Assert.That((await Journal.FindAsync(claim.Notification, default)).IsStopAnswered, Is.False, "the next stop");
    }

    [Test]
    public async Task Another_recovery_has_the_instance_until_the_first_one_ends()
    {
        var (one, two, instance) = (await ClaimAsync(), await ClaimAsync(), Guid.NewGuid());
        await BeginAsync(one, instance);

        Assert.That(await BeginAsync(two, instance), Is.EqualTo(GuestAdmission.OfAnother(one.Notification)));
        Assert.That(await Journal.FindAsync(two.Notification, default), Is.EqualTo(GuestRecovery.None));

        await Journal.EndAsync(one, instance, leftTo: null);
        Assert.That(await BeginAsync(two, instance), Is.EqualTo(GuestAdmission.Free));
    }

    [Test]
    public async Task An_instance_that_is_left_to_its_host_is_not_free()
    {
        var (one, host, three, instance) = (await ClaimAsync(), await ClaimAsync(), await ClaimAsync(), Guid.NewGuid());
        await BeginAsync(one, instance);

        await Journal.EndAsync(one, instance, leftTo: host.Notification);

        Assert.That(await BeginAsync(three, instance), Is.EqualTo(GuestAdmission.OfAnother(host.Notification)));
    }

    [Test]
    public async Task The_fourth_recovery_within_the_time_is_refused_and_has_nothing()
    {
        var instance = Guid.NewGuid();
        for (var number = 0; number < 3; number++)
        {
            var claim = await ClaimAsync();
            Assert.That(await BeginAsync(claim, instance), Is.EqualTo(GuestAdmission.Free));
            await Journal.EndAsync(claim, instance, leftTo: null);
        }

        var fourth = await ClaimAsync();
        Assert.That(await BeginAsync(fourth, instance), Is.EqualTo(GuestAdmission.TooOften(3)));
        Assert.That(await OpenMoves.IsOpenAsync(instance, default), Is.False);
        Assert.That(await BeginAsync(fourth, Guid.NewGuid()), Is.EqualTo(GuestAdmission.Free), "another instance");
        await ExecuteAsync("UPDATE instance_recoveries SET began_at = '2020-01-01 00:00:00'");
        Assert.That(await BeginAsync(await ClaimAsync(), instance), Is.EqualTo(GuestAdmission.Free), "the others are long ago");
    }

    [TestCase("finished", true)]
    [TestCase("failed", true)]
    [TestCase("running", false)]
    [TestCase("error", false)]
    public async Task A_lock_is_forgotten_when_the_recovery_is_over(string status, bool expected)
    {
        var (claim, instance) = (await ClaimAsync(), Guid.NewGuid());
        await BeginAsync(claim, instance);
        await ExecuteAsync($"UPDATE notifications SET status = '{status}' WHERE notification_uuid = '{claim.Notification}'");

        var locks = await Journal.ListForgottenLocksAsync(default);

        Assert.That(locks, Is.EqualTo(expected ? [(claim.Notification, instance)] : Array.Empty<(Guid, Guid)>()));
        await Journal.NoteUnlockedAsync(claim.Notification, default);
        Assert.That(await Journal.ListForgottenLocksAsync(default), Is.Empty);
    }

    [Test]
    public async Task A_lock_that_may_come_late_is_taken_off_again_later()
    {
        var (claim, instance) = (await ClaimAsync(), Guid.NewGuid());
        await BeginAsync(claim, instance);
        await Journal.LockOf(claim, instance).NoteUnlockAgainAsync(TimeSpan.FromSeconds(35));
        await ExecuteAsync("UPDATE notifications SET status = 'finished'");

        Assert.That(await Journal.ListForgottenLocksAsync(default), Is.Empty, "not yet");
        await ExecuteAsync("UPDATE instance_recoveries SET unlock_again_at = '2020-01-01 00:00:00'");
        Assert.That(await Journal.ListForgottenLocksAsync(default), Has.Count.EqualTo(1));
    }

    [TestCase("COMPUTE_HOST", "running", null, true, false)]
    [TestCase("COMPUTE_HOST", "error", "silence", true, true)]
    [TestCase("COMPUTE_HOST", "finished", "silence", false, false)]
    [TestCase("PROCESS", "running", null, false, false)]
    public async Task A_host_is_failed_while_its_recovery_is_not_over(string type, string status, string? proof, bool isFailed, bool isDead)
    {
        var (claim, host) = (await ClaimAsync(), Guid.NewGuid());
        await ExecuteAsync($"UPDATE notifications SET type = '{type}', status = '{status}' WHERE notification_uuid = '{claim.Notification}'");
        await ExecuteAsync($"""
            INSERT INTO host_journal (notification_uuid, host_uuid, maintenance_by_us, proof)
            VALUES ('{claim.Notification}', '{host}', 1, {(proof is null ? "NULL" : $"'{proof}'")})
            """);

        var found = await new FailedHosts(Database, Clock).FindAsync(host, default);

        Assert.That(found, Is.EqualTo(isFailed ? new FailedHost(host, claim.Notification, isDead) : null));
        Assert.That(await new FailedHosts(Database, Clock).FindAsync(Guid.NewGuid(), default), Is.Null);
    }

    private Task<GuestAdmission> BeginAsync(ClaimSet claim, Guid instance, bool lockIt = true) =>
        Journal.BeginAsync(claim, instance, lockIt, most: 3, Window);

    /// <summary>The claim of a running notification.</summary>
    private async Task<ClaimSet> ClaimAsync()
    {
        var claim = await Database.TakeRunningAsync(Clock, "VM", ClaimSubject.Instance(Guid.NewGuid()));
        claims.Add(claim);
        return claim;
    }
}
