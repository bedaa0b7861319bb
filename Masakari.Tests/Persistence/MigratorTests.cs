using Masakari.Core.Persistence;

namespace Masakari.Tests.Persistence;

internal sealed class MigratorTests(string kind) : OnEveryDatabase(kind)
{
    [Test]
    public async Task Stamps_the_originals_revision()
    {
        Assert.That(await Migrator.VersionAsync(default), Is.EqualTo("13adff5efb9a"));
    }

    [Test]
    public async Task Has_nothing_to_do_the_second_time()
    {
        Assert.That(await Migrator.SyncAsync(default), Is.Zero);
    }

    [Test]
    public async Task Repeats_a_step_that_was_broken_off()
    {
        await ExecuteAsync("DELETE FROM masakari_net_version WHERE version = 2");

        var steps = await Migrator.SyncAsync(default);

        Assert.That(steps, Is.EqualTo(1));
    }

    [Test]
    public async Task Adds_only_our_tables_to_a_database_of_the_original()
    {
        await ExecuteAsync("DROP TABLE masakari_net_version");
        await ExecuteAsync("DROP TABLE host_journal");

        await Migrator.SyncAsync(default);

        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM host_journal"), Is.Zero);
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM masakari_net_version"), Is.EqualTo(Migration.All(Database.Dialect.Name).Count));
    }
}
