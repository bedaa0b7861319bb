using System.Data.Common;
using Masakari.Core.Hosts;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Hosts;

internal sealed class HostWriterTests(string kind) : OnEveryDatabase(kind)
{
    private HostWriter Writer => new(Database);

    [Test]
    public async Task A_failed_host_is_on_maintenance_and_no_longer_reserved()
    {
        var host = await StoreAsync(reserved: true);
        var other = await StoreAsync(reserved: true);

        await WriteAsync(transaction => Writer.MarkFailedAsync(transaction, host.Uuid));

        var found = await FindAsync(host);
        Assert.That(found, Is.EqualTo(host with { OnMaintenance = true, Reserved = false, UpdatedAt = found!.UpdatedAt }));
        Assert.That(found.UpdatedAt, Is.InRange(host.CreatedAt, host.CreatedAt.AddMinutes(1)));
        Assert.That(await FindAsync(other), Is.EqualTo(other));
    }

    [Test]
    public async Task The_mark_is_undone_as_far_as_it_changed_the_host([Values] bool endMaintenance, [Values] bool reserve)
    {
        var host = await StoreAsync(reserved: true);
        await WriteAsync(transaction => Writer.MarkFailedAsync(transaction, host.Uuid));

        await WriteAsync(transaction => Writer.UnmarkFailedAsync(transaction, host.Uuid, endMaintenance, reserve));

        var undone = await FindAsync(host);
        Assert.That((undone?.OnMaintenance, undone?.Reserved), Is.EqualTo((!endMaintenance, reserve)));
    }

    [Test]
    public async Task A_deleted_host_gets_no_mark()
    {
        var host = await StoreAsync(reserved: true);
        await WriteAsync(transaction => Writer.DeleteAsync(transaction, host, default));

        await WriteAsync(transaction => Writer.MarkFailedAsync(transaction, host.Uuid));

        Assert.That(await FindAsync(host), Is.Null);
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM hosts WHERE deleted = id AND reserved = 1"), Is.EqualTo(1));
    }

    private async Task<ComputeHost> StoreAsync(bool reserved)
    {
        var seed = new Seed(Database, Clock);
        return await seed.HostAsync(await seed.SegmentAsync($"rack-{Guid.NewGuid()}"), $"c-{Guid.NewGuid()}", reserved);
    }

    private Task<ComputeHost?> FindAsync(ComputeHost host) => new HostRepository(Database).FindAsync(host.Uuid, default);

    private Task WriteAsync(Func<DbTransaction, Task> write) =>
        Database.TransactAsync((_, transaction) => write(transaction), default);
}
