using Masakari.Core.Persistence;
using Masakari.Core.Retention;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Retention;

internal sealed class PurgeTests(string kind) : OnEveryDatabase(kind)
{
    private const string Segment = "5e000000-0000-4000-8000-000000000001";

    private static readonly string[] SideTables =
    [
        "recovery_progress", "recovery_work", "host_journal", "host_fencing", "held_notifications", "engine_aborts", "engine_releases",
        "guest_views", "guests_seen",
    ];

    private int next;

    [Test]
    public async Task Removes_an_ended_notification_with_all_that_was_noted_of_it()
    {
        var old = await NotificationAsync("finished", daysAgo: 31, vmoves: 2);
        await NoteAsync(old);

        Assert.That(await PurgeAsync(), Is.EqualTo((2, 1, 0, 0)));
        foreach (var table in SideTables.Append("vmove_journal"))
            Assert.That(await CountAsync(table), Is.Zero, table);
    }

    [TestCase("finished", 29)]
    [TestCase("error", 31)]
    [TestCase("running", 400)]
    [TestCase("new", 400)]
    public async Task Keeps_what_is_young_or_not_over(string status, int daysAgo)
    {
        var kept = await NotificationAsync(status, daysAgo, vmoves: 1);
        await NoteAsync(kept);

        Assert.That(await PurgeAsync(), Is.EqualTo((0, 0, 0, 0)));
        Assert.That(await CountAsync("recovery_progress"), Is.EqualTo(1));
    }

    [Test]
    public async Task Keeps_a_notification_that_was_never_updated()
    {
        await NotificationAsync("ignored", daysAgo: 400, vmoves: 0);
        await ExecuteAsync("UPDATE notifications SET updated_at = NULL");

        Assert.That(await PurgeAsync(), Is.EqualTo((0, 0, 0, 0)));
    }

    /// <summary>The sweep takes the lock off, and knows of it by the journal alone.</summary>
    [Test]
    public async Task Keeps_a_notification_whose_instance_is_still_locked()
    {
        await NotificationAsync("failed", daysAgo: 31, vmoves: 2);
        await ExecuteAsync("UPDATE vmove_journal SET locked_by_us = 1 WHERE position = 1");

        Assert.That(await PurgeAsync(), Is.EqualTo((0, 0, 0, 0)));
        Assert.That(await CountAsync("vmove_journal"), Is.EqualTo(2));
    }

    /// <summary>A new report needs the state from before our reset.</summary>
    [TestCase("failed", 0, 0)]
    [TestCase("succeeded", 2, 1)]
    public async Task Keeps_a_notification_whose_instance_was_reset_and_not_moved(string status, int vmoves, int notifications)
    {
        await NotificationAsync("failed", daysAgo: 31, vmoves: 2);
        await ExecuteAsync("UPDATE vmove_journal SET reset_by_us = 1 WHERE position = 1");
        await ExecuteAsync("UPDATE vmoves SET status = @status", new { status });

        Assert.That(await PurgeAsync(), Is.EqualTo((vmoves, notifications, 0, 0)));
    }

    /// <summary>A report about a host that we have put on maintenance is accepted, about one that an operator has put there it is not.</summary>
    [TestCase(1, 0)]
    [TestCase(0, 1)]
    public async Task Keeps_a_notification_whose_host_is_on_maintenance_by_us(int onMaintenance, int purged)
    {
        await SegmentAsync(Segment, deleted: false);
        await HostAsync(Segment, deletedDaysAgo: null);
        await ExecuteAsync("UPDATE hosts SET on_maintenance = @onMaintenance", new { onMaintenance });
        var notification = await NotificationAsync("finished", daysAgo: 31, vmoves: 0);
        await ExecuteAsync("INSERT INTO host_journal (notification_uuid, host_uuid, maintenance_by_us) SELECT @notification, uuid, 1 FROM hosts", new { notification });

        Assert.That(await PurgeAsync(), Is.EqualTo((0, purged, 0, 0)));
    }

    [TestCase("taken", 0)]
    [TestCase("giving_back", 0)]
    [TestCase("kept", 1)]
    public async Task Keeps_a_notification_whose_spare_may_be_given_back_yet(string state, int purged)
    {
        var notification = await NotificationAsync("failed", daysAgo: 31, vmoves: 0);
        await ExecuteAsync("""
            INSERT INTO spare_journal (notification_uuid, host_uuid, host_name, state, row_changed_at, enabled, aggregates)
            VALUES (@notification, @notification, 's1', @state, '2026-01-01 00:00:00', 'no', '')
            """, new { notification, state });

        Assert.That(await PurgeAsync(), Is.EqualTo((0, purged, 0, 0)));
        Assert.That(await CountAsync("spare_journal"), Is.EqualTo(1 - purged));
    }

    [Test]
    public async Task Keeps_what_ended_within_the_last_hour()
    {
        await NotificationAsync("finished", daysAgo: 0, vmoves: 1);
        var purge = new Purge(Database, NullLogger<Purge>.Instance);

        var done = await purge.RunAsync(new() { Age = TimeSpan.Zero }, default);

        Assert.That(done.Sum(one => one.Rows), Is.Zero);
    }

    [Test]
    public async Task Removes_deleted_hosts_and_segments_and_keeps_a_segment_with_hosts()
    {
        await SegmentAsync(Segment, deleted: true);
        await HostAsync(Segment, deletedDaysAgo: 31);
        var half = "5e000000-0000-4000-8000-000000000002";
        await SegmentAsync(half, deleted: true);
        await HostAsync(half, deletedDaysAgo: 29);

        Assert.That(await PurgeAsync(), Is.EqualTo((0, 0, 1, 1)));
        Assert.That(await ScalarAsync<string>("SELECT uuid FROM failover_segments"), Is.EqualTo(half));
    }

    [Test]
    public async Task Keeps_hosts_and_segments_that_are_not_deleted()
    {
        await SegmentAsync(Segment, deleted: false);
        await HostAsync(Segment, deletedDaysAgo: null);

        Assert.That(await PurgeAsync(), Is.EqualTo((0, 0, 0, 0)));
    }

    /// <summary>The original's purge removes the notification and leaves its vmoves.</summary>
    [Test]
    public async Task Removes_old_vmoves_without_a_notification()
    {
        await NotificationAsync("finished", daysAgo: 31, vmoves: 1);
        await NotificationAsync("finished", daysAgo: 1, vmoves: 1);
        await ExecuteAsync("DELETE FROM notifications");

        Assert.That(await PurgeAsync(), Is.EqualTo((1, 0, 0, 0)));
    }

    [TestCase(1, 1, 0)]
    [TestCase(3, 3, 0)]
    [TestCase(4, 3, 1)]
    public async Task Stops_at_the_limit_and_goes_on_later(int limit, int vmoves, int notifications)
    {
        await NotificationAsync("finished", daysAgo: 40, vmoves: 3);
        await NotificationAsync("finished", daysAgo: 35, vmoves: 0);

        Assert.That(await PurgeAsync(limit), Is.EqualTo((vmoves, notifications, 0, 0)));
        Assert.That(await PurgeAsync(), Is.EqualTo((3 - vmoves, 2 - notifications, 0, 0)));
    }

    [Test]
    public async Task Removes_more_rows_than_fit_in_one_transaction()
    {
        for (var i = 0; i < 12; i++) await NotificationAsync("finished", daysAgo: 40, vmoves: 50);

        Assert.That(await PurgeAsync(), Is.EqualTo((600, 12, 0, 0)));
    }

    private async Task<(int VMoves, int Notifications, int Hosts, int Segments)> PurgeAsync(int rows = int.MaxValue)
    {
        var purge = new Purge(Database, NullLogger<Purge>.Instance);
        var done = await purge.RunAsync(new() { Age = TimeSpan.FromDays(30), MaxRows = rows }, default);
        Assert.That(done.Select(one => one.Table), Is.EqualTo(["vmoves", "notifications", "hosts", "failover_segments"]));
        return (done[0].Rows, done[1].Rows, done[2].Rows, done[3].Rows);
    }

    private Task<int> CountAsync(string table) => ScalarAsync<int>($"SELECT COUNT(*) FROM {table}");

    private async Task<string> AgoAsync(int days) => (await Database.ReadNowAsync(default) - TimeSpan.FromDays(days)).ToText()[..19];

    private string NextUuid(string kind) => $"{kind}000000-0000-4000-8000-{++next:d12}";

    private async Task<string> NotificationAsync(string status, int daysAgo, int vmoves)
    {
        var (uuid, at) = (NextUuid("aa"), await AgoAsync(daysAgo));
        await ExecuteAsync("""
            INSERT INTO notifications (created_at, updated_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES (@at, @at, 0, @uuid, @at, '7bba4d0c-4b6a-4ff4-a861-7bb223483d38', 'COMPUTE_HOST', '{}', @status)
            """, new { uuid, at, status });
        for (var position = 0; position < vmoves; position++)
            await VMoveAsync(uuid, at, position);
        return uuid;
    }

    private async Task VMoveAsync(string notification, string at, int position)
    {
        var (vmove, instance) = (NextUuid("bb"), NextUuid("cc"));
        await ExecuteAsync("""
            INSERT INTO vmoves (created_at, updated_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host, status)
            VALUES (@at, @at, 0, @vmove, @notification, @instance, 'vm', 'c1', 'succeeded');
            INSERT INTO vmove_journal (vmove_uuid, notification_uuid, instance_uuid, attempt, vm_state, power_state, position)
            VALUES (@vmove, @notification, @instance, 1, 'active', 1, @position)
            """, new { at, vmove, notification, instance, position });
    }

    /// <summary>One row in each of our own tables.</summary>
    private Task NoteAsync(string uuid) => ExecuteAsync("""
        INSERT INTO recovery_progress (notification_uuid, flow, task, state, progress, at) VALUES (@uuid, 1, 't', 'SUCCESS', 1, '2026-01-01');
        INSERT INTO recovery_work (notification_uuid) VALUES (@uuid);
        INSERT INTO host_journal (notification_uuid, host_uuid) VALUES (@uuid, @uuid);
        INSERT INTO host_fencing (notification_uuid, asks, asked_at) VALUES (@uuid, 1, '2026-01-01');
        INSERT INTO held_notifications (notification_uuid, held_at) VALUES (@uuid, '2026-01-01');
        INSERT INTO engine_aborts (notification_uuid, by_whom, ordered_at) VALUES (@uuid, 'alice', '2026-01-01');
        INSERT INTO engine_releases (notification_uuid, by_whom, released_at) VALUES (@uuid, 'alice', '2026-01-01');
        INSERT INTO guest_views (notification_uuid) VALUES (@uuid);
        INSERT INTO guests_seen (notification_uuid, instance_uuid, was_stopped) VALUES (@uuid, @uuid, 0)
        """, new { uuid });

    private async Task SegmentAsync(string uuid, bool deleted)
    {
        var at = deleted ? await AgoAsync(31) : null;
        await ExecuteAsync("""
            INSERT INTO failover_segments (created_at, deleted_at, deleted, uuid, name, service_type, recovery_method)
            VALUES ('2026-01-01', @at, @deleted, @uuid, @uuid, 'COMPUTE', 'auto')
            """, new { at, uuid, deleted = deleted ? ++next : 0 });
    }

    private async Task HostAsync(string segment, int? deletedDaysAgo)
    {
        var (uuid, at) = (NextUuid("dd"), deletedDaysAgo is { } days ? await AgoAsync(days) : null);
        await ExecuteAsync("""
            INSERT INTO hosts (created_at, deleted_at, deleted, uuid, name, reserved, type, control_attributes, failover_segment_id, on_maintenance)
            VALUES ('2026-01-01', @at, @deleted, @uuid, @uuid, 0, 'COMPUTE', 'SSH', @segment, 0)
            """, new { at, uuid, segment, deleted = at is null ? 0 : ++next });
    }
}
