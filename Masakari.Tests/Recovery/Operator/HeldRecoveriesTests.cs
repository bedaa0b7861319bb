using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.Segments;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Recovery.Operator;

/// <summary>Which recoveries are held, and what releases them.</summary>
internal sealed class HeldRecoveriesTests(string kind) : OnEveryDatabase(kind)
{
    private Guid host;

    private HeldRecoveries Recoveries => new(Database, new NotificationRepository(Database));

    [SetUp]
    public async Task RegisterAsync()
    {
        var seed = new Seed(Database, Clock);
        host = (await seed.HostAsync(await seed.SegmentAsync("s1", RecoveryMethod.Auto), "c1")).Uuid;
    }

    [Test]
    public async Task Holds_what_runs_and_was_never_claimed_by_us()
    {
        var held = await StoreAsync("running");
        await StoreAsync("new");
        await ClaimAsync(await StoreAsync("running"), owner: "ctl1|1|2");
        var givenBack = await StoreAsync("running");
        await ClaimAsync(givenBack, owner: "");
        await ExecuteAsync($"""
            INSERT INTO vmoves (deleted, uuid, notification_uuid, instance_uuid, instance_name, status) VALUES
                (0, 'a', '{held}', 'i', 'vm1', 'ongoing'), (0, 'b', '{held}', 'i', 'vm1', 'failed'),
                (0, 'c', '{held}', 'j', 'vm2', 'pending')
            """);

        var listed = await Recoveries.ListAsync(default);

        Assert.That(
            listed.Select(one => (one.Uuid, one.Type, one.Host, one.MayGoOn)),
            Is.EqualTo([(held, "COMPUTE_HOST", "c1", false), (givenBack, "COMPUTE_HOST", "c1", false)]));
        Assert.That(listed[0].VMoves, Is.EqualTo((3L, 2L)));
        Assert.That(
            (await Recoveries.HoldsHostAsync(host, default), await Recoveries.HoldsHostAsync(Guid.NewGuid(), default)),
            Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Lets_one_go()
    {
        var held = await StoreAsync("running");

        var refusal = await Recoveries.ReleaseAsync(held, "alice@ctl1", "engines are off", default);
        var again = await Recoveries.ReleaseAsync(held, "bob@ctl2", null, default);

        Assert.That(refusal, Is.Null);
        Assert.That(again?.Message, Is.EqualTo($"Notification {held} is running and not held."));
        Assert.That((await Recoveries.ListAsync(default)).Select(one => one.Release), Is.EqualTo(["by alice@ctl1: engines are off"]));
        Assert.That(
            (await Recoveries.MayGoOnAsync(held, default), await Recoveries.IsReleasedAsync(held, default)),
            Is.EqualTo((true, true)));
        Assert.That(await Recoveries.HoldsHostAsync(host, default), Is.False);
    }

    [Test]
    public async Task Lets_an_aborted_one_go_to_its_end()
    {
        var held = await StoreAsync("running");

        await ExecuteAsync(
            $"INSERT INTO engine_aborts (notification_uuid, by_whom, ordered_at) VALUES ('{held}', 'alice@ctl1', '2026-11-22 08:00:00')");

        Assert.That((await Recoveries.ListAsync(default)).Single().MayGoOn, Is.True);
        Assert.That(
            (await Recoveries.MayGoOnAsync(held, default), await Recoveries.IsReleasedAsync(held, default)),
            Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Refuses_what_is_not_held()
    {
        var fresh = await StoreAsync("new");
        var unknown = Guid.NewGuid();

        Assert.That(
            (await Recoveries.ReleaseAsync(fresh, "alice", null, default))?.Message,
            Is.EqualTo($"Notification {fresh} is new and not held."));
        Assert.That((await Recoveries.ReleaseAsync(unknown, "alice", null, default))?.Message, Is.EqualTo($"No notification {unknown}."));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM engine_releases"), Is.Zero);
    }

    [Test]
    public async Task Releases_what_a_mass_failure_holds_and_does_not_take_it_for_the_originals()
    {
        var held = await StoreAsync("new");
        await ExecuteAsync($"INSERT INTO held_notifications (notification_uuid, held_at) VALUES ('{held}', '2026-11-22 08:00:00')");
        var originals = await StoreAsync("running");

        var listed = await Recoveries.ListAllAsync(default);
        var refusal = await Recoveries.ReleaseAsync(held, "alice@ctl1", null, default);
        var again = await Recoveries.ReleaseAsync(held, "alice@ctl1", null, default);

        Assert.That(listed.Select(one => (one.Uuid, one.IsInMassFailure)), Is.EqualTo([(held, true), (originals, false)]));
        Assert.That((await Recoveries.ListAsync(default)).Select(one => one.Uuid), Is.EqualTo([originals]));
        Assert.That((refusal?.Message, again?.Message), Is.EqualTo(((string?)null, $"Notification {held} is new and not held.")));
        Assert.That(await Recoveries.MayGoOnAsync(held, default), Is.True);
        Assert.That(await Recoveries.IsReleasedAsync(held, default), Is.False);
    }

    private Task<int> ClaimAsync(Guid notification, string owner) => ExecuteAsync($"""
        INSERT INTO recovery_claims (subject, notification_uuid, owner, epoch, lease_until)
        VALUES ('host:{notification}', '{notification}', '{owner}', 1, '2026-11-22 08:00:00')
        """);

    private async Task<Guid> StoreAsync(string status)
    {
        var uuid = Guid.NewGuid();
        await ExecuteAsync("""
            INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES ('2026-11-22 08:00:00', 0, @uuid, '2026-11-22 08:00:00', @host, 'COMPUTE_HOST', '{}', @status)
            """, new { uuid = uuid.ToText(), host = host.ToText(), status });
        return uuid;
    }
}
