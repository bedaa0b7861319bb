using Masakari.Core;
using Masakari.Core.Persistence;
using Masakari.Core.Segments;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Segments;

internal sealed class SegmentRegistryTests(string kind) : OnEveryDatabase(kind)
{
    private Seed Seed => new(Database, Clock);

    private SegmentRepository Repository => new(Database);

    [Test]
    public async Task Creates_what_the_repository_then_finds()
    {
        var created = await Seed.SegmentAsync("rack-7", RecoveryMethod.RhPriority, enabled: false, description: "row B");

        var found = await Repository.FindAsync(created.Uuid, default);

        Assert.That(found, Is.EqualTo(created));
        Assert.That(found, Is.EqualTo(new Segment
        {
            Id = created.Id, Uuid = created.Uuid, Name = "rack-7", ServiceType = "COMPUTE", Description = "row B",
            RecoveryMethod = RecoveryMethod.RhPriority, Enabled = false, CreatedAt = created.CreatedAt,
        }));
    }

    [Test]
    public async Task Refuses_a_taken_name()
    {
        await Seed.SegmentAsync("rack-7");

        var second = await Seed.Segments.CreateAsync(new SegmentDraft { Name = "rack-7", ServiceType = "X", RecoveryMethod = RecoveryMethod.Auto }, default);

        Assert.That(second.Refusal, Is.EqualTo(Refusal.Conflict("Failover segment with name rack-7 already exists.")));
    }

    [Test]
    public async Task Refuses_to_rename_to_a_taken_name()
    {
        await Seed.SegmentAsync("rack-7");
        var other = await Seed.SegmentAsync("rack-8");

        var renamed = await Seed.Segments.UpdateAsync(other.Uuid, new SegmentChange(s => s with { Name = "rack-7" }), default);

        Assert.That(renamed.Refusal, Is.EqualTo(Refusal.Conflict("Failover segment with name rack-7 already exists.")));
    }

    [Test]
    public async Task Changes_only_what_the_client_sent()
    {
        var stored = await Seed.SegmentAsync("rack-7", description: "row B");
        await ExecuteAsync("UPDATE failover_segments SET created_at = '2026-07-02 08:15:00'");
        var before = (await Database.ReadNowAsync(default)).WholeSeconds();

        var changed = await Seed.Segments.UpdateAsync(stored.Uuid, new SegmentChange(s => s with { Enabled = false }), default);

        var at = changed.Value!.UpdatedAt;
        Assert.That(at, Is.InRange(before, await Database.ReadNowAsync(default)));
        var created = new DateTimeOffset(2026, 7, 2, 8, 15, 0, TimeSpan.Zero);
        Assert.That(changed.Value, Is.EqualTo(stored with { Enabled = false, CreatedAt = created, UpdatedAt = at }));
        Assert.That(await Repository.FindAsync(stored.Uuid, default), Is.EqualTo(changed.Value));
    }

    [Test]
    public async Task Leaves_updated_at_alone_when_nothing_changes()
    {
        var stored = await Seed.SegmentAsync("rack-7");

        var changed = await Seed.Segments.UpdateAsync(stored.Uuid, new SegmentChange(s => s with { Name = "rack-7" }), default);

        Assert.That(changed.Value!.UpdatedAt, Is.Null);
    }

    [Test]
    public async Task Refuses_changes_of_an_unknown_segment()
    {
        var unknown = Guid.Parse("6b0c3c5e-5d8a-4a53-9a53-0d6a0d1f8e11");

        var changed = await Seed.Segments.UpdateAsync(unknown, new SegmentChange(s => s), default);

        Assert.That(changed.Refusal, Is.EqualTo(Refusal.NotFound("No failover segment with id 6b0c3c5e-5d8a-4a53-9a53-0d6a0d1f8e11.")));
    }

    [TestCase("new")]
    [TestCase("running")]
    [TestCase("error")]
    public async Task Refuses_changes_and_deletion_during_a_recovery(string status)
    {
        var segment = await Seed.SegmentAsync("rack-7");
        await NotifyAsync((await Seed.HostAsync(segment, "c1")).Uuid, status);

        var changed = await Seed.Segments.UpdateAsync(segment.Uuid, new SegmentChange(s => s with { Name = "x" }), default);
        var deleted = await Seed.Segments.DeleteAsync(segment.Uuid, default);

        Assert.That(changed.Refusal!.Message, Is.EqualTo($"Failover segment {segment.Uuid} can't be updated as it is in-use to process notifications."));
        Assert.That(deleted.Refusal!.Message, Is.EqualTo($"Failover segment ({segment.Uuid}) can't be deleted as it is in-use to process notifications."));
    }

    [Test]
    public async Task Deletes_the_hosts_too_and_frees_the_names()
    {
        var segment = await Seed.SegmentAsync("rack-7");
        await NotifyAsync((await Seed.HostAsync(segment, "c1")).Uuid, "finished");

        var deleted = await Seed.Segments.DeleteAsync(segment.Uuid, default);

        Assert.That(deleted.Ok);
        Assert.That(await Repository.FindAsync(segment.Uuid, default), Is.Null);
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM hosts WHERE deleted = id AND deleted_at IS NOT NULL"), Is.EqualTo(1));
        Assert.That((await Seed.HostAsync(await Seed.SegmentAsync("rack-7"), "c1")).Name, Is.EqualTo("c1"));
    }

    private Task<int> NotifyAsync(Guid host, string status) => ExecuteAsync("""
        INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
        VALUES ('2026-11-22 08:00:00', 0, @uuid, '2026-11-22 08:00:00', @host, 'VM', '{}', @status)
        """, new { uuid = Guid.NewGuid().ToString(), host = host.ToString(), status });
}
