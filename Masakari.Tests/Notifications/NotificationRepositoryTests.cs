using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Notifications;

internal sealed class NotificationRepositoryTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly Guid Host = Guid.Parse("f2b1d9d4-3a0c-4e0e-8a52-7f3f3d6a9c21");

    private NotificationRepository Repository => new(Database);

    [Test]
    public async Task Reads_a_row_of_the_older_schema()
    {
        var uuid = await StoreAsync("VM", "finished", "2026-11-22 08:00:00");

        var found = await Repository.FindAsync(uuid, default);

        Assert.That((found!.SegmentUuid, found.Message, found.UpdatedAt), Is.EqualTo(((Guid?)null, (string?)null, (DateTimeOffset?)null)));
        Assert.That(found.GeneratedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task Lists_what_passes_the_filter()
    {
        var first = await StoreAsync("VM", "finished", "2026-11-22 08:00:00");
        var second = await StoreAsync("COMPUTE_HOST", "new", "2026-11-22 09:00:00");

        Assert.That(await ListAsync(new NotificationFilter()), Is.EqualTo([second, first]));
        Assert.That(await ListAsync(new NotificationFilter { Status = "new" }), Is.EqualTo([second]));
        Assert.That(await ListAsync(new NotificationFilter { Type = "vm" }), Is.Empty);
        Assert.That(await ListAsync(new NotificationFilter { Type = "VM" }), Is.EqualTo([first]));
        Assert.That(await ListAsync(new NotificationFilter { SourceHostUuid = Host.ToText().ToUpperInvariant() }), Is.Empty);
        Assert.That(await ListAsync(new NotificationFilter { SourceHostUuid = Host.ToText() }), Is.EqualTo([second, first]));
    }

    [Test]
    public async Task Counts_the_moment_itself_as_since()
    {
        await StoreAsync("VM", "finished", "2026-11-22 08:00:00");
        var second = await StoreAsync("VM", "finished", "2026-11-22 09:00:00");

        Assert.That(await ListAsync(new NotificationFilter { GeneratedSince = new(2026, 11, 22, 10, 0, 0, TimeSpan.FromHours(1)) }), Is.EqualTo([second]));
    }

    private async Task<IEnumerable<Guid>> ListAsync(NotificationFilter filter) =>
        (await Repository.ListAsync(filter, new PageRequest { Limit = 10 }, default)).Value!.Select(row => row.Uuid);

    private async Task<Guid> StoreAsync(string type, string status, string generated)
    {
        var uuid = Guid.NewGuid();
        await ExecuteAsync("""
            INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status)
            VALUES (@generated, 0, @uuid, @time, @host, @type, '{}', @status)
            """, new { uuid = uuid.ToText(), host = Host.ToText(), type, status, generated, time = $"{generated}.000000" });
        return uuid;
    }
}
