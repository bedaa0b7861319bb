using Masakari.Core.Configuration;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Notifications;

/// <summary>The task details of recoveries that the Python original ran.</summary>
[TestFixtureSource(typeof(OnEveryDatabase), nameof(OnEveryDatabase.Kinds))]
internal sealed class LogbookRepositoryTests(string kind)
{
    private static readonly Guid TwoRuns = Guid.Parse("a0c65540-51b9-4d1e-a856-1444e13c6c61"), Unreadable = Guid.Parse("b6f4c1f0-61b2-4b39-9a2c-6ec0b80c8f01");

    private OriginalDatabase original = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        original = await OriginalDatabase.CreateAsync(kind, "8f848eb45d03");
        await original.StampOldAsync(7);
        await original.Migrator.SyncAsync(default);
    }

    [TearDown]
    public ValueTask CloseAsync() => original.DisposeAsync();

    [Test]
    public async Task Shows_all_runs_in_the_order_they_went()
    {
        await original.RunAsync("logbooks");

        var details = await DetailsAsync(TwoRuns);

        Assert.That(details.Select(task => (task.Name, task.State, task.Progress)), Is.EqualTo([
            ("DisableComputeServiceTask", "REVERTED", 1.0), ("PrepareHAEnabledInstancesTask", "REVERTED", 1.0), ("EvacuateInstancesTask", "SUCCESS", 1.0),
            ("DisableComputeServiceTask", "FAILURE", 0.5),
        ]));
        Assert.That(details[0].Steps.Select(step => (step.Progress, step.Message)), Is.EqualTo([
            (0.0, "Disabling compute service on host: 'compute1'"), (1.0, "Disabled compute service on host: 'compute1'"),
        ]));
        Assert.That(details[2].Steps[0].At, Is.EqualTo(new DateTimeOffset(2026, 11, 22, 3, 49, 55, TimeSpan.Zero).AddMicroseconds(346437)));
    }

    [Test]
    public async Task Shows_our_own_report_where_there_is_one()
    {
        await original.RunAsync("logbooks");
        await original.ExecuteAsync($"""
            INSERT INTO recovery_progress (notification_uuid, flow, task, state, progress, at, message)
            VALUES ('{TwoRuns}', 1, 'StopInstanceTask', 'SUCCESS', 1.0, '2026-11-22 08:00:01.104512', 'Stopped')
            """);

        Assert.That((await DetailsAsync(TwoRuns)).Select(task => task.Name), Is.EqualTo(["StopInstanceTask"]));
    }

    [Test]
    public async Task Shows_nothing_where_there_is_nothing_to_read()
    {
        Assert.That(await DetailsAsync(TwoRuns), Is.Empty, "no such tables");

        await original.RunAsync("logbooks");
        Assert.That(await DetailsAsync(Unreadable), Is.Empty, "rows that are no good");
        Assert.That(await DetailsAsync(Guid.Empty), Is.Empty, "no such book");

        await original.ExecuteAsync("DROP TABLE atomdetails; CREATE TABLE atomdetails (uuid VARCHAR(64))");
        Assert.That(await DetailsAsync(TwoRuns), Is.Empty, "tables of another shape");
    }

    [Test]
    public async Task Looks_where_the_conf_says()
    {
        await using var elsewhere = await OriginalDatabase.CreateAsync(kind, "8f848eb45d03");
        await elsewhere.RunAsync("logbooks");
        Assume.That(kind, Is.EqualTo("MariaDB"), "a second connection to a database in memory opens another one");

        Assert.That(await DetailsAsync(TwoRuns, new LogbookOptions { Url = elsewhere.Options.Url }), Has.Count.EqualTo(4));
        Assert.That(await DetailsAsync(TwoRuns, new LogbookOptions { Url = elsewhere.Options.Url with { Port = 9 } }), Is.Empty, "nobody listens there");
    }

    [TestCase("mysql+pymysql://u:p@h/workflows", "h:3306/workflows")]
    [TestCase("", null)]
    [TestCase("postgresql://u:p@h/workflows", null)]
    public void Reads_where_that_is(string connection, string? place)
    {
        var conf = Conf.Parse($"[taskflow]\nconnection = {connection}\n");

        Assert.That(LogbookOptions.Read(conf).Url?.ToString(), place is null ? Is.Null : Does.EndWith(place));
        Assert.That(conf.Errors, Is.Empty);
    }

    private async Task<IReadOnlyList<TaskDetail>> DetailsAsync(Guid notification, LogbookOptions? options = null)
    {
        await using var logbooks = new LogbookRepository(
            original.Database, original.Options, options ?? new LogbookOptions(), original.Clock, NullLogger<Database>.Instance);
        return await new ProgressRepository(original.Database, logbooks, NullLogger<ProgressRepository>.Instance).DetailsAsync(notification, default);
    }
}
