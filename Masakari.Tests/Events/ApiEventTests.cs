using System.Text.Json.Nodes;
using Masakari.Core.Events;
using Masakari.Tests.Api;
using Masakari.Tests.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Events;

/// <summary>The events that the API emits, byte for byte.</summary>
internal sealed class ApiEventTests(string kind) : OnEveryDatabase(kind)
{
    private const string Segment =
        """{"segment": {"name": "rack-7", "description": "row B", "recovery_method": "auto", "service_type": "COMPUTE"}}""";
    private const string Host = """{"host": {"name": "c1", "type": "COMPUTE", "control_attributes": "SSH"}}""";

    private const string SegmentData =
        "\"name\":\"rack-7\",\"service_type\":\"COMPUTE\",\"description\":\"row B\",\"recovery_method\":\"auto\",\"enabled\":true";

    private const string NestedSegment =
        "\"failover_segment\":{\"masakari_object.name\":\"FailoverSegment\",\"masakari_object.namespace\":\"masakari\","
        + "\"masakari_object.version\":\"1.1\",\"masakari_object.data\":{\"id\":1,\"uuid\":\"U\",\"name\":\"rack-7\","
        + "\"service_type\":\"COMPUTE\",\"enabled\":true,\"description\":\"row B\",\"recovery_method\":\"auto\","
        + "\"created_at\":\"2026-11-22T08:00:00Z\",\"updated_at\":null,\"deleted_at\":null,\"deleted\":false}}";

    private RecordingSink sink = null!;
    private ApiServer api = null!;

    [SetUp]
    public async Task Start()
    {
        sink = new RecordingSink();
        api = await ApiServer.StartAsync(
            clock: Clock, database: Database, adjust: services => services.AddSingleton<IEventSink>(sink),
            moreOptions: "host = controller-1");
    }

    [TearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task A_segment_is_told_from_its_creation_to_its_end()
    {
        var uuid = await CreateSegmentAsync();
        await api.SendAsync("PUT", $"/v1/segments/{uuid}", """{"segment": {"description": "row C"}}""");
        await api.SendAsync("DELETE", $"/v1/segments/{uuid}");

        Assert.That(sink.Types, Is.EqualTo(new[]
        {
            "segment.create.start", "segment.create.end", "segment.update.start", "segment.update.end",
            "segment.delete.start", "segment.delete.end",
        }));
        AssertTold("segment.create.start", "SegmentApiPayload", "1.1", SegmentData);
        AssertTold("segment.create.end", "SegmentApiPayload", "1.1", $"\"id\":1,\"uuid\":\"U\",{SegmentData}");
        Assert.That(sink.Json("segment.update.start"), Does.Contain("\"description\":\"row C\""));
        Assert.That(sink.Json("segment.delete.end"), Does.Contain("\"id\":1,\"uuid\":\"U\""));
    }

    [Test]
    public async Task A_host_is_told_with_its_segment()
    {
        var hosts = $"/v1/segments/{await CreateSegmentAsync()}/hosts";
        var uuid = (await api.SendAsync("POST", hosts, Host)).Json["host"]!["uuid"];
        await api.SendAsync("PUT", $"{hosts}/{uuid}", """{"host": {"on_maintenance": true}}""");
        await api.SendAsync("DELETE", $"{hosts}/{uuid}");

        const string Rest = NestedSegment
            + ",\"type\":\"COMPUTE\",\"reserved\":false,\"control_attributes\":\"SSH\",\"on_maintenance\":false";
        Assert.That(sink.Types.Skip(2), Is.EqualTo(new[]
        {
            "host.create.start", "host.create.end", "host.update.start", "host.update.end", "host.delete.start", "host.delete.end",
        }));
        AssertTold("host.create.start", "HostApiPayload", "1.0", $"\"name\":\"c1\",{Rest}");
        AssertTold("host.create.end", "HostApiPayload", "1.0", $"\"id\":1,\"uuid\":\"U\",\"name\":\"c1\",{Rest}");
        Assert.That(sink.Json("host.update.start"), Does.Contain("\"on_maintenance\":true"));
    }

    [Test]
    public async Task A_notification_is_told_with_its_payload()
    {
        await api.SendAsync("POST", $"/v1/segments/{await CreateSegmentAsync()}/hosts", Host);

        await NotifyAsync();

        const string Rest = "\"generated_time\":\"2026-07-02T08:15:30Z\",\"source_host_uuid\":\"U\",\"type\":\"COMPUTE_HOST\","
            + "\"payload\":{\"event\":\"STOPPED\",\"host_status\":\"NORMAL\"},\"status\":\"new\"";
        AssertTold("notification.create.start", "NotificationApiPayload", "1.0", Rest);
        AssertTold("notification.create.end", "NotificationApiPayload", "1.0", $"\"id\":1,\"notification_uuid\":\"U\",{Rest}");
    }

    [Test]
    public async Task A_taken_name_is_an_error_after_the_start()
    {
        await CreateSegmentAsync();
        sink.Published.Clear();

        await api.SendAsync("POST", "/v1/segments", Segment);

        Assert.That(sink.Types, Is.EqualTo(new[] { "segment.create.start", "segment.create.error" }));
        Assert.That(sink.Published[1].ToJson(), Does.Contain("\"priority\":\"ERROR\""));
        Assert.That(Fault(sink.Published[1]).ToJsonString(), Is.EqualTo(
            "{\"module_name\":\"Masakari.Core\",\"function_name\":\"segment.create\",\"exception\":\"FailoverSegmentExists\","
            + "\"exception_message\":\"Failover segment with name rack-7 already exists.\",\"traceback\":\"\"}"));
    }

    [TestCase("PUT", "/v1/segments/SEGMENT", """{"segment": {"name": "rack-8"}}""", "segment.update", "FailoverSegmentExists")]
    [TestCase("POST", "/v1/segments/SEGMENT/hosts", """{"host": {"name": "c2", "type": "COMPUTE", "control_attributes": "SSH"}}""",
        "host.create", "HostExists")]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/HOST", """{"host": {"name": "c2"}}""", "host.update", "HostExists")]
    public async Task So_is_a_taken_name_of_anything(string method, string path, string body, string deed, string exception)
    {
        var (segment, other) = (await CreateSegmentAsync(), await CreateSegmentAsync("rack-8"));
        var host = (await api.SendAsync("POST", $"/v1/segments/{segment}/hosts", Host)).Json["host"]!["uuid"]!.GetValue<string>();
        await api.SendAsync("POST", $"/v1/segments/{other}/hosts", Host.Replace("c1", "c2", StringComparison.Ordinal));
        var address = path.Replace("SEGMENT", segment, StringComparison.Ordinal).Replace("HOST", host, StringComparison.Ordinal);
        sink.Published.Clear();

        var answer = await api.SendAsync(method, address, body);

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(sink.Types, Is.EqualTo(new[] { $"{deed}.start", $"{deed}.error" }));
        Assert.That(sink.Published[1].IsError, Is.True);
        Assert.That(Fault(sink.Published[1])["exception"]!.GetValue<string>(), Is.EqualTo(exception));
    }

    [Test]
    public async Task The_deletion_of_a_segment_tells_nothing_of_its_hosts()
    {
        var segment = await CreateSegmentAsync();
        await api.SendAsync("POST", $"/v1/segments/{segment}/hosts", Host);
        sink.Published.Clear();

        await api.SendAsync("DELETE", $"/v1/segments/{segment}");

        Assert.That(sink.Types, Is.EqualTo(new[] { "segment.delete.start", "segment.delete.end" }));
    }

    [Test]
    public async Task The_log_has_them_with_the_ids_that_the_client_got()
    {
        var log = new FakeLogCollector();
        await using var logging = await ApiServer.StartAsync(
            database: Database, log: log, moreOptions: "[oslo_messaging_notifications]\ndriver = log");

        var created = (await logging.SendAsync("POST", "/v1/segments", Segment)).Json["segment"]!;

        var published = log.Lines.Where(line => line.StartsWith("2000 ", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line[5..])!).ToArray();
        var types = published.Select(one => (string?)one["event_type"]);
        Assert.That(types, Is.EqualTo(new[] { "segment.create.start", "segment.create.end" }));
        var data = published[1]["payload"]!["masakari_object.data"]!;
        Assert.That(((int?)data["id"], (string?)data["uuid"]), Is.EqualTo(((int?)created["id"], (string?)created["uuid"])));
    }

    [Test]
    public async Task Other_refusals_are_not_told()
    {
        var segment = await CreateSegmentAsync();
        await api.SendAsync("POST", $"/v1/segments/{segment}/hosts", Host);
        await NotifyAsync();
        sink.Published.Clear();

        await api.SendAsync("PUT", $"/v1/segments/{segment}", """{"segment": {"name": "x"}}""");          // in use
        await api.SendAsync("DELETE", $"/v1/segments/{Guid.NewGuid()}");                                    // unknown
        await api.SendAsync("DELETE", $"/v1/segments/{segment}/hosts/{Guid.NewGuid()}");
        await NotifyAsync();                                                                                // a duplicate

        Assert.That(sink.Types, Is.Empty);
    }

    private static JsonNode Fault(ServiceEvent published) => published.Payload["masakari_object.data"]!["fault"]!["masakari_object.data"]!;

    private static string Envelope(string type, string name, string version, string data) =>
        $"{{\"message_id\":\"U\",\"publisher_id\":\"masakari-api:controller-1\",\"event_type\":\"{type}\",\"priority\":\"INFO\","
        + $"\"payload\":{{\"masakari_object.name\":\"{name}\",\"masakari_object.namespace\":\"masakari\","
        + $"\"masakari_object.version\":\"{version}\",\"masakari_object.data\":{{\"fault\":null,{data}}}}},"
        + "\"timestamp\":\"2026-11-22 08:00:00.250000\"}";

    private void AssertTold(string type, string name, string version, string data) =>
        Assert.That(sink.Json(type), Is.EqualTo(Envelope(type, name, version, data)));

    private async Task<string> CreateSegmentAsync(string name = "rack-7")
    {
        var created = await api.SendAsync("POST", "/v1/segments", Segment.Replace("rack-7", name, StringComparison.Ordinal));
        return created.Json["segment"]!["uuid"]!.GetValue<string>();
    }

    private Task<Answer> NotifyAsync() => api.SendAsync("POST", "/v1/notifications", """
        {"notification": {"type": "COMPUTE_HOST", "hostname": "c1", "generated_time": "2026-07-02T08:15:30.250000",
                          "payload": {"event": "STOPPED", "host_status": "NORMAL"}}}
        """);
}
