using System.Text.Json.Nodes;

namespace Masakari.Tests.Api;

public sealed class SegmentTests
{
    private const string Latest = "instance-ha 1.3";
    private ApiServer api = null!;

    [SetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [TearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Shows_what_was_created_in_every_byte()
    {
        var created = await api.SendAsync("POST", "/v1/segments",
            """{"segment": {"name": "rack-7", "description": "Reihe Ü", "recovery_method": "rh_priority", "service_type": "COMPUTE"}}""");
        var (uuid, at) = (created.Json["segment"]!["uuid"]!.GetValue<string>(), created.Json["segment"]!["created_at"]!.GetValue<string>());
        var shown = await api.GetAsync($"/v1/segments/{uuid}");

        Assert.That(created.Status, Is.EqualTo(201));
        Assert.That(created.Body, Is.EqualTo(
            $"{{\"segment\": {{\"id\": 1, \"uuid\": \"{uuid}\", \"name\": \"rack-7\", \"service_type\": \"COMPUTE\", \"enabled\": true, "
            + "\"description\": \"Reihe \\u00dc\", \"recovery_method\": \"rh_priority\", "
            + $"\"created_at\": \"{at}\", \"updated_at\": null, \"deleted_at\": null, \"deleted\": false}}}}"));
        Assert.That(at, Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$"));
        Assert.That((shown.Status, shown.Body), Is.EqualTo((200, created.Body)));
        Assert.That(created.Header("OpenStack-API-Version"), Is.EqualTo("masakari 1.0"));
        Assert.That(created.Header("Content-Type"), Is.EqualTo("application/json"));
        Assert.That(created.Header("Location"), Is.Null);
    }

    [Test]
    public async Task Changes_only_what_is_named()
    {
        var uuid = await CreateAsync("a");

        var updated = await api.SendAsync("PUT", $"/v1/segments/{uuid}", """{"segment": {"description": "new", "enabled": "no"}}""", ("OpenStack-API-Version", Latest));

        var segment = updated.Json["segment"]!;
        Assert.That(updated.Status, Is.EqualTo(200));
        Assert.That((Text(segment, "name"), Text(segment, "description"), segment["enabled"]!.GetValue<bool>()), Is.EqualTo(("a", "new", false)));
        Assert.That(segment["updated_at"], Is.Not.Null);
    }

    [Test]
    public async Task Deletes_and_forgets()
    {
        var uuid = await CreateAsync("a");

        var deleted = await api.SendAsync("DELETE", $"/v1/segments/{uuid}");
        var again = await api.SendAsync("DELETE", $"/v1/segments/{uuid}");

        Assert.That((deleted.Status, deleted.Body, deleted.Header("Content-Type")), Is.EqualTo((204, "", "application/json")));
        Assert.That((again.Status, again.Message), Is.EqualTo((404, $"No failover segment with id {uuid}.")));
        Assert.That(again.Header("OpenStack-API-Version"), Is.EqualTo("instance-ha 1.0"));
    }

    [TestCase("GET", null)]
    [TestCase("PUT", """{"segment": {"name": "x"}}""")]
    [TestCase("DELETE", null)]
    public async Task Knows_no_segment_by_another_spelling_of_its_id(string method, string? body)
    {
        var uuid = (await CreateAsync("a")).ToUpperInvariant();

        var answer = await api.SendAsync(method, $"/v1/segments/{uuid}", body);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((404, $"No failover segment with id {uuid}.")));
    }

    [Test]
    public async Task Refuses_a_taken_name()
    {
        await CreateAsync("a");

        var answer = await api.SendAsync("POST", "/v1/segments", Body("a"));

        Assert.That((answer.Status, answer.Body), Is.EqualTo((409,
            "{\"conflictingRequest\": {\"code\": 409, \"message\": \"Failover segment with name a already exists.\"}}")));
    }

    [Test]
    public async Task Knows_enabled_only_from_1_2_on()
    {
        var body = """{"segment": {"name": "n", "recovery_method": "auto", "service_type": "C", "enabled": "off"}}""";

        var old = await api.SendAsync("POST", "/v1/segments", body, ("OpenStack-API-Version", "instance-ha 1.1"));
        var current = await api.SendAsync("POST", "/v1/segments", body, ("OpenStack-API-Version", "instance-ha 1.2"));

        Assert.That(old.Status, Is.EqualTo(400));
        Assert.That(old.Header("OpenStack-API-Version"), Is.EqualTo("instance-ha 1.1"));
        Assert.That((current.Status, current.Json["segment"]!["enabled"]!.GetValue<bool>()), Is.EqualTo((201, false)));
    }

    [TestCase("", 400, "None is not of type 'object'")]
    [TestCase("{", 400, "Malformed request body")]
    public async Task Refuses_a_body_that_is_none(string body, int status, string message)
    {
        var answer = await api.SendAsync("POST", "/v1/segments", body);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((status, message)));
    }

    private async Task<string> CreateAsync(string name) => Text((await api.SendAsync("POST", "/v1/segments", Body(name))).Json["segment"]!, "uuid");

    private static string Body(string name) => $$$"""{"segment": {"name": "{{{name}}}", "recovery_method": "auto", "service_type": "C"}}""";

    private static string Text(JsonNode node, string key) => node[key]!.GetValue<string>();
}
