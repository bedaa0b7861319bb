using Dapper;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Notifications;

/// <summary>
/// The cost of a page must not grow with the table: the plan of each query reads the rows of one page only.
/// </summary>
internal sealed class NotificationPlanTests(string kind) : OnEveryDatabase(kind)
{
    private const int Count = 2048;
    private static readonly string Host = ManyNotifications.Host.ToText();
    private int first;

    [SetUp]
    public async Task FillAsync() => first = await ManyNotifications.FillAsync(Database, Count);

    [TestCase("", "")]
    [TestCase("status", "finished")]
    [TestCase("type", "VM")]
    [TestCase("host", "")]
    [TestCase("host and type", "VM")]
    public async Task Finds_a_page_by_an_index(string filter, string value)
    {
        var wanted = new NotificationFilter
        {
            Status = filter == "status" ? value : null, Type = filter.EndsWith("type", StringComparison.Ordinal) ? value : null,
            SourceHostUuid = filter.StartsWith("host", StringComparison.Ordinal) ? Host : null,
        };

        var newest = await PlanAsync(wanted, new PageRequest { Limit = 20 });
        var deep = await PlanAsync(wanted, new PageRequest { Limit = 20, Marker = $"{first + Count / 2}" });

        foreach (var plan in new[] { newest, deep })
        {
            Assert.That(plan, Does.Contain("masakari_net_notifications_").And.Not.Contain("filesort").And.Not.Contain("TEMP B-TREE"));
            Assert.That(plan, Does.Not.Contain("SCAN t").And.Not.Contain("|ALL|"));
            Assert.That(plan, Does.Contain($"masakari_net_notifications_{(filter.Length == 0 ? "created" : "by_" + filter.Split(' ')[0])}_idx"));
        }
        Assert.That(deep, Does.Contain(IsMariaDb ? "|range|" : "created_at<?"), "it begins at the marker");
    }

    [TestCase("asc")]
    [TestCase("desc")]
    public async Task Pages_by_id_along_the_primary_key(string direction)
    {
        var plan = await PlanAsync(
            new NotificationFilter(), new PageRequest { Limit = 20, Marker = $"{first + Count / 2}", SortKeys = ["id"], SortDirections = [direction] });

        Assert.That(plan, Does.Contain("PRIMARY").And.Not.Contain("filesort").And.Not.Contain("TEMP B-TREE"));
    }

    [Test]
    public async Task Finds_what_was_generated_lately_by_an_index([Values] bool afterMarker, [Values("", "finished")] string status)
    {
        var lately = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(20 * (Count - 10));
        var page = new PageRequest { Limit = 20, Marker = afterMarker ? $"{first + Count - 5}" : null };

        var plan = await PlanAsync(new NotificationFilter { GeneratedSince = lately, Status = status.Length > 0 ? status : null }, page);

        Assert.That(plan, Does.Contain("masakari_net_notifications_generated_idx"), "what is older is not read, however long the table is");
    }

    [TestCase("SELECT payload FROM notifications WHERE source_host_uuid = @host AND type = 'VM' AND deleted = 0 AND status IN ('new', 'running', 'error')")]
    [TestCase("SELECT payload FROM notifications WHERE source_host_uuid = @host AND type = 'VM' AND deleted = 0 AND created_at >= '2025-01-01 22:00:00' AND status <> 'failed'")]
    [TestCase("SELECT 1 FROM notifications n WHERE n.source_host_uuid = @host AND n.deleted = 0 AND n.status IN ('new', 'running', 'error')")]
    public async Task Looks_for_a_hosts_reports_by_an_index(string sql)
    {
        var plan = await ExplainAsync(sql, new { host = Host });

        Assert.That(plan, Does.Contain("masakari_net_notifications_").And.Not.Contain("|ALL|").And.Not.Contain("SCAN"));
    }

    private async Task<string> PlanAsync(NotificationFilter filter, PageRequest page)
    {
        var (sql, parameters) = (await new NotificationRepository(Database).PageQueryAsync(filter, page, default)).Value;
        return await ExplainAsync(sql, parameters);
    }

    /// <summary>The lines of the query plan about the notifications table, with bars between the cells.</summary>
    private async Task<string> ExplainAsync(string sql, object parameters)
    {
        await using var connection = await Database.OpenAsync(default);
        var lines = await connection.QueryAsync((IsMariaDb ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + sql, parameters);
        var plan = string.Join('\n', lines.Cast<IDictionary<string, object?>>()
            .Where(line => line.TryGetValue("table", out var table) ? !Equals(table, "m") : !$"{line["detail"]}".StartsWith("SEARCH m ", StringComparison.Ordinal))
            .Select(line => string.Join('|', line.Where(cell => cell.Key != "possible_keys").Select(cell => $"{cell.Value}")).Replace("INTEGER PRIMARY KEY", "PRIMARY", StringComparison.Ordinal)));
        await TestContext.Out.WriteLineAsync(plan);
        return plan;
    }
}
