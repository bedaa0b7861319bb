using System.Text.Json.Nodes;

namespace Masakari.Tests.Api.Contract;

/// <summary>Every listing can be sorted by every column.</summary>
internal sealed class SortingTests(string kind) : ListedThings(kind)
{
    // The values differ by more than letter case, so that each database sorts them the same way.
    [SetUp]
    public Task MakeThemDiffer() => ExecuteAsync("""
        UPDATE failover_segments SET description = name, service_type = 'x', recovery_method = 'rh_priority', updated_at = created_at
            WHERE name IN ('s-a', 's1');
        UPDATE failover_segments SET service_type = 'y' WHERE name NOT IN ('s-a', 's1');
        UPDATE hosts SET control_attributes = 'IPMI', type = 'B', updated_at = created_at WHERE name IN ('h-a', 'c1');
        UPDATE hosts SET type = 'A' WHERE name = 'h-b';
        UPDATE notifications SET message = 'm', updated_at = created_at, payload = '{"event": "A"}' WHERE status = 'failed';
        INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name)
            SELECT '2026-07-02 09:10:00.000000', 0, '00000000-9a0b-4f6e-93a5-0b2a6f6a7d55', notification_uuid,
                   '00000000-9a0b-4f6e-93a5-0b2a6f6a7d55', 'app' FROM vmoves;
        INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host, dest_host,
                            start_time, end_time, type, status, message)
            SELECT created_at, 0, 'ffffffff-9a0b-4f6e-93a5-0b2a6f6a7d55', notification_uuid,
                   '77777777-9a0b-4f6e-93a5-0b2a6f6a7d55', 'web', 'c0', 'c1',
                   '2026-07-02 09:00:00.000000', '2026-07-02 09:00:01.000000', 'migration', 'failed', 'm'
            FROM vmoves WHERE instance_name = 'db-1';
        """);

    [TestCase("/v1/segments", 4, "id uuid name description recovery_method service_type enabled created_at updated_at deleted_at deleted")]
    [TestCase("/v1/segments/SEGMENT/hosts", 4,
        "id uuid name type control_attributes reserved on_maintenance failover_segment_id created_at updated_at deleted_at deleted")]
    [TestCase("/v1/notifications", 4,
        "id notification_uuid type status source_host_uuid payload message failover_segment_uuid generated_time "
        + "created_at updated_at deleted_at deleted")]
    [TestCase("/v1/notifications/NOTIFICATION/vmoves", 3,
        "id uuid notification_uuid instance_uuid instance_name source_host dest_host start_time end_time type status "
        + "message created_at updated_at deleted_at deleted")]
    public async Task Sorts_by_a_column_then_by_time_then_by_id(string path, int count, string columns)
    {
        foreach (var column in columns.Split(' '))
        {
            var rising = Rows(await Api.GetAsync($"{Listed.In(path)}?sort_key={column}&sort_dir=asc"));
            var falling = Rows(await Api.GetAsync($"{Listed.In(path)}?sort_key={column}"));

            var expected = rising.OrderBy(row => Comparable(row[column]), StringComparer.Ordinal)
                .ThenBy(row => Text(row, "created_at"), StringComparer.Ordinal).ThenBy(Id);
            Assert.That(rising, Has.Count.EqualTo(count));
            Assert.That(rising.Select(Id), Is.EqualTo(expected.Select(Id)), column);
            Assert.That(falling.Select(Id), Is.EqualTo(rising.Select(Id).Reverse()), column);
        }
    }

    [TestCase("limit=5", 2)]
    [TestCase("", 2)]
    [TestCase("limit=1", 1)]
    public async Task Gives_no_more_than_the_configured_most(string query, int count)
    {
        string[] paths = ["/v1/segments", "/v1/segments/SEGMENT/hosts", "/v1/notifications", "/v1/notifications/NOTIFICATION/vmoves"];
        await using var api = await ApiServer.StartAsync(clock: Clock, database: Database, moreOptions: "osapi_max_limit = 2");
        foreach (var path in paths)
            Assert.That(Rows(await api.GetAsync($"{Listed.In(path)}?{query}")), Has.Count.EqualTo(count), path);
    }

    [TestCase("")]
    [TestCase("limit=1002")]
    public async Task Gives_a_thousand_at_most_unless_configured_otherwise(string query)
    {
        var rows = Enumerable.Range(0, 1000).Select(i => $"('2026-07-02 09:00:00.000000', 0, '{Guid.NewGuid()}', 'n{i}', 'C', 'auto')");
        await ExecuteAsync("INSERT INTO failover_segments (created_at, deleted, uuid, name, service_type, recovery_method) VALUES "
            + string.Join(',', rows));

        Assert.That(Rows(await Api.GetAsync($"/v1/segments?{query}")), Has.Count.EqualTo(1000));
    }

    private static List<JsonNode> Rows(Answer answer) => [.. answer.Json.AsObject().Single().Value!.AsArray().Select(row => row!)];

    private static int Id(JsonNode row) => row["id"]!.GetValue<int>();

    private static string Comparable(JsonNode? value) =>
        value is JsonValue number && number.TryGetValue<int>(out var whole) ? $"{whole:D10}" : value?.ToJsonString() ?? "";
}
