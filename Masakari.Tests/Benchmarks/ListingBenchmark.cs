using System.Globalization;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Benchmarks;

/// <summary>The cost of a page of notifications out of 1,000 rows and out of 1,000,000, on MariaDB. Figures only.</summary>
[Explicit("Takes minutes."), Category("Benchmark")]
internal sealed class ListingBenchmark
{
    private const int Pages = 30;
    private static readonly DateTimeOffset Begin = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase(1_000)]
    [TestCase(1_000_000)]
    public async Task Lists_notifications(int rows)
    {
        var mariaDb = await MariaDbServer.SharedAsync();
        var options = new DatabaseOptions { Url = await mariaDb.CreateDatabaseAsync() };
        await using var database = new Database(options, TimeProvider.System, NullLogger<Database>.Instance);
        await new Migrator(database, options, TimeProvider.System, NullLogger<Migrator>.Instance).SyncAsync(default);
        var first = await ManyNotifications.FillAsync(database, rows);
        var repository = new NotificationRepository(database);
        var (all, page) = (new NotificationFilter(), new PageRequest { Limit = 100 });
        var deep = page with { Marker = $"{first + rows / 2}" };
        (string What, NotificationFilter Filter, PageRequest Page)[] listings =
        [
            ("newest", all, page),
            ("oldest", all, page with { SortDirections = ["asc"] }),
            ("deep marker", all, deep),
            ("status=finished", all with { Status = "finished" }, page),
            ("status=new, deep", all with { Status = "new" }, deep),
            ("type=VM", all with { Type = "VM" }, page),
            ("type=VM, deep", all with { Type = "VM" }, deep),
            ("status=failed, no row", all with { Status = "failed" }, page),
            ("source_host_uuid", all with { SourceHostUuid = ManyNotifications.Host.ToText() }, page),
            ("source_host_uuid, deep", all with { SourceHostUuid = ManyNotifications.Host.ToText() }, deep),
            ("host and type", all with { SourceHostUuid = ManyNotifications.Host.ToText(), Type = "VM" }, page),
            ("host and status=finished", all with { SourceHostUuid = ManyNotifications.Host.ToText(), Status = "finished" }, page),
            ("host and status=new, deep", all with { SourceHostUuid = ManyNotifications.Host.ToText(), Status = "new" }, deep),
            ("generated-since, all", all with { GeneratedSince = Begin }, page),
            ("generated-since, the last 50", all with { GeneratedSince = Begin.AddSeconds(20 * (rows - 50)) }, page),
            ("generated-since, after the last 50", all with { GeneratedSince = Begin.AddSeconds(20 * (rows - 50)) }, page with { Marker = $"{first + rows - 50}" }),
            ("sort_key=id, deep", all, deep with { SortKeys = ["id"] }),
        ];
        foreach (var (what, filter, wanted) in listings)
            await TestContext.Out.WriteLineAsync($"{rows,9} rows, {what,-34} {await MillisecondsAsync(() => repository.ListAsync(filter, wanted, default))} ms a page");
    }

    private static async Task<string> MillisecondsAsync(Func<Task> list)
    {
        await list();
        var began = TimeProvider.System.GetTimestamp();
        for (var page = 0; page < Pages; page++)
            await list();
        return (TimeProvider.System.GetElapsedTime(began).TotalMilliseconds / Pages).ToString("0.00", CultureInfo.InvariantCulture);
    }
}
