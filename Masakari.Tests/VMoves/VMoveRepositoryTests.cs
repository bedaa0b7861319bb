using Masakari.Core.Persistence;
using Masakari.Core.VMoves;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.VMoves;

internal sealed class VMoveRepositoryTests(string kind) : OnEveryDatabase(kind)
{
    private static readonly Guid Notification = Guid.Parse("0f1dc0aa-4f55-4c31-9d54-1b8e0b2f3c10");

    private VMoveRepository Repository => new(Database);

    [Test]
    public async Task Reads_a_vmove()
    {
        var uuid = await StoreAsync(Notification, "ongoing");

        var found = await Repository.FindAsync(uuid, default);

        Assert.That(found, Is.EqualTo(new VMove
        {
            Id = found!.Id, Uuid = uuid, NotificationUuid = Notification, InstanceUuid = Notification, InstanceName = "db-1", SourceHost = "c1",
            StartTime = new(2026, 11, 22, 8, 0, 1, TimeSpan.Zero), Type = "evacuation", Status = VMoveStatus.Ongoing,
            CreatedAt = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero),
        }));
    }

    [Test]
    public async Task Lists_those_of_one_notification_that_pass_the_filter()
    {
        await StoreAsync(Guid.NewGuid(), "failed");
        var failed = await StoreAsync(Notification, "failed");
        var foreign = await StoreAsync(Notification, status: null);

        Assert.That(await ListAsync(new VMoveFilter()), Is.EqualTo([foreign, failed]));
        Assert.That(await ListAsync(new VMoveFilter { Status = "failed" }), Is.EqualTo([failed]));
        Assert.That(await ListAsync(new VMoveFilter { Type = "migration" }), Is.Empty);
    }

    private async Task<IEnumerable<Guid>> ListAsync(VMoveFilter filter) =>
        (await Repository.ListAsync(Notification, filter, new PageRequest { Limit = 10 }, default)).Value!.Select(row => row.Uuid);

    private async Task<Guid> StoreAsync(Guid notification, string? status)
    {
        var uuid = Guid.NewGuid();
        await ExecuteAsync("""
            INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host, start_time, type, status)
            VALUES ('2026-11-22 08:00:00', 0, @uuid, @notification, @instance, 'db-1', 'c1', '2026-11-22 08:00:01', 'evacuation', @status)
            """, new { uuid = uuid.ToText(), notification = notification.ToText(), instance = Notification.ToText(), status });
        return uuid;
    }
}
