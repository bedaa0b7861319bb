using Masakari.Core.Recovery.Journals;

namespace Masakari.Tests.Recovery.Journals;

/// <summary>What is written down about the guests of a reported host.</summary>
internal sealed class GuestJournalTests(string kind) : MoveWritesFixture(kind)
{
    private GuestJournal Guests => new(Database, new OpenMoves(Database));

    [Test]
    public async Task Knows_nothing_of_a_host_that_was_not_looked_at()
    {
        var view = await Guests.ReadAsync(Notification, default);

        Assert.That((view.IsComplete, view.ReturnedFor, view.Active.Count), Is.EqualTo((false, (TimeSpan?)null, 0)));
    }

    [Test]
    public async Task Keeps_many_guests_and_the_last_heartbeat_and_keeping_them_again_changes_nothing()
    {
        await ExecuteAsync($"""
            INSERT INTO host_journal (notification_uuid, host_uuid, heartbeat_at) VALUES ('{Notification}', 'h', '2026-01-01 00:01:02')
            """);
        var guests = Enumerable.Range(0, 450).Select(number => (Guid.NewGuid(), number % 3 == 0)).ToList();

        await Guests.KeepAsync(Claim, guests, default);
        await Guests.KeepAsync(Claim, guests, default);

        var view = await Guests.ReadAsync(Notification, default);
        Assert.That((view.IsComplete, view.Active.Count, view.Stopped.Count, view.ToStart.Count), Is.EqualTo((true, 300, 150, 0)));
        Assert.That(view.HeartbeatAt, Is.EqualTo(new DateTimeOffset(2026, 1, 1, 0, 1, 2, TimeSpan.Zero)));
    }

    [Test]
    public async Task The_first_return_counts()
    {
        await Guests.NoteReturnAsync(Claim, wasAway: true);
        await Guests.NoteReturnAsync(Claim, wasAway: false);

        var view = await Guests.ReadAsync(Notification, default);
        Assert.That((view.WasAway, view.ReturnedFor < TimeSpan.FromMinutes(1), view.IsComplete), Is.EqualTo((true, true, false)));
    }

    [Test]
    public async Task Notes_a_start_unless_another_recovery_has_the_instance()
    {
        var (mine, others, other) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await ExecuteAsync($$"""
            INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES ('2026-01-01 00:00:00', 0, '{{other}}', '2026-01-01 00:00:00', '{{Guid.NewGuid()}}', 'VM', '{}', 'running');
            INSERT INTO open_moves (instance_uuid, notification_uuid, vmove_uuid) VALUES ('{{others}}', '{{other}}', '')
            """);

        await Guests.NoteReturnAsync(Claim, wasAway: true);

        var free = await Guests.NoteStartsAsync(Claim, [(mine, false), (others, false)]);

        Assert.That((free, (await Guests.ReadAsync(Notification, default)).ToStart), Is.EqualTo((new[] { mine }, new[] { mine })));
        Assert.That(await new OpenMoves(Database).IsOpenAsync(mine, default), Is.True);
        await Guests.ReleaseAsync(Claim);
        Assert.That(await new OpenMoves(Database).IsOpenAsync(mine, default), Is.False);
    }
}
