using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Segments;
using Masakari.Core.VMoves;

namespace Masakari.Tests.Persistence;

/// <summary>
/// <c>manage db sync</c> on databases of the original, and what the service reads from them afterwards. Rows from before the original's
/// last revision have no segment in the notification.
/// </summary>
[TestFixtureSource(typeof(OnEveryDatabase), nameof(OnEveryDatabase.Kinds))]
internal sealed class OriginalDatabaseTests(string kind)
{
    private const string First = "8f848eb45d03", Second = "8bdf5929c5a6", Third = "13adff5efb9a";

    private const string SegmentColumns =
        "id, uuid, name, service_type, description, recovery_method, enabled, created_at, updated_at, deleted_at, deleted";
    private const string HostColumns =
        "id, uuid, name, reserved, type, control_attributes, failover_segment_id, on_maintenance, created_at, deleted_at, deleted";
    private const string OldNotificationColumns =
        "id, notification_uuid, generated_time, source_host_uuid, type, payload, status, created_at, updated_at, deleted";

    private static readonly Guid Rack = Guid.Parse("3bd36b87-afcb-4731-aa8d-e88a7e1daa5d");
    private static readonly Guid South = Guid.Parse("5d0fb0a8-93e0-4f2c-8a4a-6a6a33b1c9aa");
    private static readonly Guid OfCompute1 = Guid.Parse("a0c65540-51b9-4d1e-a856-1444e13c6c61");
    private static readonly PageRequest Everything = new() { Limit = 1000, SortKeys = ["id"], SortDirections = ["asc"] };

    [TestCase(First, 2)]
    [TestCase(Second, 1)]
    [TestCase(Third, 0)]
    public async Task Brings_each_revision_to_the_last_one_and_changes_no_row(string revision, int stepsOfTheOriginal)
    {
        await using var original = await OriginalDatabase.CreateAsync(kind, revision);
        await original.StampAsync(revision);
        var before = await RowsAsync(original);

        var run = await original.Migrator.SyncAsync(default);
        var again = await original.Migrator.SyncAsync(default);

        Assert.That((run, again), Is.EqualTo((stepsOfTheOriginal + Migration.All(original.Database.Dialect.Name).Count, 0)));
        Assert.That(await original.Migrator.VersionAsync(default), Is.EqualTo(Third));
        Assert.That(await RowsAsync(original), Is.EqualTo(before));
    }

    [TestCase(First)]
    [TestCase(Second)]
    [TestCase(Third)]
    public async Task Shows_every_row_of_each_revision(string revision)
    {
        await using var original = await OriginalDatabase.CreateAsync(kind, revision);
        await original.StampAsync(revision);
        await original.Migrator.SyncAsync(default);

        var database = original.Database;
        var segments = (await new SegmentRepository(database).ListAsync(new SegmentFilter(), Everything, default)).Value!;
        var rack = segments.Single(one => one.Uuid == Rack);
        var hosts = (await new HostRepository(database).ListAsync(rack, new HostFilter(), Everything, default)).Value!;
        var notifications = (await new NotificationRepository(database).ListAsync(new NotificationFilter(), Everything, default)).Value!;
        var moves = (await new VMoveRepository(database).ListAsync(OfCompute1, new VMoveFilter(), Everything, default)).Value!;

        Assert.That(segments.Select(one => (one.Name, one.Enabled)), Is.EqualTo([("rack-1", true), ("Gestell-Süd", false)]));
        Assert.That(hosts.Select(one => (one.Name, one.Reserved, one.OnMaintenance)), Is.EqualTo([("compute1", false, false)]));
        Assert.That(
            notifications.Take(3).Select(one => one.SegmentUuid), Is.EqualTo(new Guid?[] { Rack, South, null }),
            "the host's, the deleted host's, unknown");
        Assert.That(notifications, Has.Count.EqualTo(revision == Third ? 4 : 3));
        Assert.That(moves.Select(one => (one.InstanceName, one.Status)), revision == First
            ? Is.Empty
            : Is.EqualTo(new (string, VMoveStatus?)[] { ("vm1", VMoveStatus.Succeeded), ("vm2", null) }));
    }

    [TestCase(7, First)]
    [TestCase(8, Second)]
    public async Task Takes_a_database_of_the_older_tool(int version, string revision)
    {
        await using var original = await OriginalDatabase.CreateAsync(kind, revision);
        await original.StampOldAsync(version);

        await original.Migrator.SyncAsync(default);

        Assert.That(await original.Migrator.VersionAsync(default), Is.EqualTo(Third));
        Assert.That(await original.RowsAsync("notifications", "failover_segment_uuid"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Ignores_the_older_tools_version_beside_a_stamp()
    {
        await using var original = await OriginalDatabase.CreateAsync(kind, Second);
        await original.StampOldAsync(3);
        await original.StampAsync(Second);

        await original.Migrator.SyncAsync(default);

        Assert.That(await original.Migrator.VersionAsync(default), Is.EqualTo(Third));
    }

    [TestCase(6, "at version 6 ")]
    [TestCase(9, "FORCE_MASAKARI_DB_SYNC")]
    public async Task Refuses_other_versions_of_the_older_tool(int version, string message)
    {
        await using var original = await OriginalDatabase.CreateAsync(kind, First);
        await original.StampOldAsync(version);

        Assert.That(await RefusalAsync(original), Does.Contain(message).And.Contain($"{version}"));
        Assert.That(await original.Migrator.VersionAsync(default), Is.Null, "nothing was stamped");
    }

    [Test]
    public async Task Takes_a_newer_version_of_the_older_tool_when_forced()
    {
        await using var original = await OriginalDatabase.CreateAsync(kind, Second);
        await original.StampOldAsync(9);
        Environment.SetEnvironmentVariable("FORCE_MASAKARI_DB_SYNC", "1");
        try
        {
            await original.Migrator.SyncAsync(default);
        }
        finally
        {
            Environment.SetEnvironmentVariable("FORCE_MASAKARI_DB_SYNC", null);
        }

        Assert.That(await original.Migrator.VersionAsync(default), Is.EqualTo(Third));
    }

    [Test]
    public async Task Refuses_a_revision_that_it_does_not_know()
    {
        await using var original = await OriginalDatabase.CreateAsync(kind, Third);
        await original.StampAsync("0123456789ab");

        Assert.That(await RefusalAsync(original), Does.Contain("0123456789ab"));
    }

    [Test]
    public async Task Refuses_tables_that_nobody_stamped()
    {
        await using var original = await OriginalDatabase.CreateAsync(kind, Third);

        Assert.That(await RefusalAsync(original), Does.Contain("migrate_version"));
    }

    /// <summary>DDL is not transactional: the run may stop after any statement, before the new revision is stamped.</summary>
    [TestCase("ALTER TABLE notifications ADD COLUMN failover_segment_uuid VARCHAR(36)")]
    [TestCase("CREATE TABLE masakari_alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")]
    [TestCase("CREATE TABLE masakari_net_version "
        + "(version INT NOT NULL PRIMARY KEY, name VARCHAR(64) NOT NULL, applied_at DATETIME(6) NOT NULL)")]
    [TestCase("ALTER TABLE failover_segments DROP COLUMN enabled")]
    public async Task Goes_on_after_a_run_that_was_broken_off(string doneAlready)
    {
        await using var original = await OriginalDatabase.CreateAsync(kind, First);
        await original.StampOldAsync(7);
        await original.ExecuteAsync(doneAlready);

        await original.Migrator.SyncAsync(default);

        Assert.That(await original.Migrator.VersionAsync(default), Is.EqualTo(Third));
        Assert.That(await original.RowsAsync("notifications", "failover_segment_uuid, message"), Has.Count.EqualTo(3));
        Assert.That(await original.RowsAsync("failover_segments", "enabled"), Has.Count.EqualTo(2));
    }

    private static async Task<string> RefusalAsync(OriginalDatabase original) =>
        (await Assert.ThrowsAsync<SchemaException>(() => original.Migrator.SyncAsync(default)))!.Message;

    private static async Task<IReadOnlyList<string>> RowsAsync(OriginalDatabase original) =>
    [
        .. await original.RowsAsync("failover_segments", SegmentColumns),
        .. await original.RowsAsync("hosts", HostColumns),
        .. await original.RowsAsync("notifications", OldNotificationColumns),
    ];
}
