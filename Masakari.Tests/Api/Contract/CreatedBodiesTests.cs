namespace Masakari.Tests.Api.Contract;

/// <summary>The body of the answer to a POST, byte for byte; a GET afterwards shows the same.</summary>
internal sealed class CreatedBodiesTests(string kind) : ContractTests(kind)
{
    private const string Untouched =
        "\"created_at\": \"2026-11-22T08:00:00.000000\", \"updated_at\": null, \"deleted_at\": null, \"deleted\": false}";

    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    [TestCase("1.0", "", "true", "null")]
    [TestCase("1.0", ", \"description\": \"two\\nlines \u00dc\"", "true", "\"two\\nlines \\u00dc\"")]
    [TestCase("1.2", ", \"enabled\": \"off\", \"description\": null", "false", "null")]
    public async Task Of_a_segment(string version, string more, string enabled, string description)
    {
        var body = $$$"""{"segment": {"service_type": "COMPUTE", "recovery_method": "rh_priority", "name": "rack-7"{{{more}}}}}""";

        var created = await AskAsync(version, "POST", "/v1/segments", body);

        var uuid = Text(created.Json["segment"], "uuid");
        Assert.That(AtTestTime(created.Body), Is.EqualTo(
            $"{{\"segment\": {{\"id\": {things.Segment.Id + 1}, \"uuid\": \"{uuid}\", \"name\": \"rack-7\", \"service_type\": \"COMPUTE\", "
            + $"\"enabled\": {enabled}, \"description\": {description}, \"recovery_method\": \"rh_priority\", {Untouched}}}"));
        Assert.That((await Api.GetAsync($"/v1/segments/{uuid}")).Body, Is.EqualTo(created.Body));
        Assert.That(uuid, Is.EqualTo($"{Guid.Parse(uuid)}"));
    }

    [TestCase("", "false", "false")]
    [TestCase(", \"reserved\": \"True\", \"on_maintenance\": true", "true", "true")]
    public async Task Of_a_host(string more, string reserved, string onMaintenance)
    {
        var body = $$$"""{"host": {"control_attributes": "SSH", "type": "KVM", "name": "compute-07"{{{more}}}}}""";

        var created = await PostAsync(things.In("/v1/segments/SEGMENT/hosts"), body);

        var uuid = Text(created.Json["host"], "uuid");
        var segment = AtTestTime((await Api.GetAsync(things.In("/v1/segments/SEGMENT"))).Body)["{\"segment\": ".Length..^1];
        Assert.That(AtTestTime(created.Body), Is.EqualTo(
            $"{{\"host\": {{\"id\": {things.Host.Id + 1}, \"uuid\": \"{uuid}\", \"name\": \"compute-07\", "
            + $"\"failover_segment_id\": \"{things.Segment.Uuid}\", \"failover_segment\": {segment}, \"type\": \"KVM\", "
            + $"\"reserved\": {reserved}, \"control_attributes\": \"SSH\", \"on_maintenance\": {onMaintenance}, {Untouched}}}"));
        Assert.That((await Api.GetAsync(things.In($"/v1/segments/SEGMENT/hosts/{uuid}"))).Body, Is.EqualTo(created.Body));
    }

    // The answer to the POST shows the fraction of a second; the database stores whole seconds.
    [Test]
    public async Task Of_a_notification()
    {
        var created = await PostAsync("/v1/notifications", """
            {"notification": {"payload": {"process_name": "\u00fc\u0001", "event": "STOPPED"},
             "generated_time": "2026-07-02T10:15:30.250000+01:00", "hostname": "c1", "type": "PROCESS"}}
            """);

        var id = await ScalarAsync<int>("SELECT MAX(id) FROM notifications");
        var uuid = Text(created.Json["notification"], "notification_uuid");
        Assert.That(AtTestTime(created.Body), Is.EqualTo(
            $"{{\"notification\": {{\"id\": {id}, \"notification_uuid\": \"{uuid}\", "
            + $"\"generated_time\": \"2026-07-02T09:15:30.250000\", \"source_host_uuid\": \"{things.Host.Uuid}\", "
            + "\"type\": \"PROCESS\", \"payload\": {\"process_name\": \"\\u00fc\\u0001\", \"event\": \"STOPPED\"}, \"status\": \"new\", "
            + $"\"failover_segment_uuid\": \"{things.Segment.Uuid}\", \"message\": null, {Untouched}}}"));
        var stored = created.Body.Replace(".250000", ".000000", StringComparison.Ordinal);
        Assert.That((await Api.GetAsync($"/v1/notifications/{uuid}")).Body, Is.EqualTo(stored));
    }
}
