using System.Text.RegularExpressions;

namespace Masakari.Tests.Api.Contract;

/// <summary>Which values the fields of a notification accept.</summary>
internal sealed class NotificationSchemaTests(string kind) : ContractTests(kind)
{
    private const string Crash =
        """{"event": "LIFECYCLE", "instance_uuid": "5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "vir_domain_event": "STOPPED_FAILED"}""";

    [SetUp]
    public Task Furnish() => FurnishAsync();

    [TestCase("2026-11-21", "2026-11-21T00:00:00.000000")]
    [TestCase("20261121", "2026-11-21T00:00:00.000000")]
    [TestCase("2026-11", "2026-11-01T00:00:00.000000")]
    [TestCase("2026", "2026-01-01T00:00:00.000000")]
    [TestCase("2026-11-21 10:00:00", "2026-11-21T10:00:00.000000")]
    [TestCase("20261121T100000", "2026-11-21T10:00:00.000000")]
    [TestCase("2026-11-21T10", "2026-11-21T10:00:00.000000")]
    [TestCase("2026-11-21T10:00", "2026-11-21T10:00:00.000000")]
    [TestCase("2026-11-21T10:00:00.123456Z", "2026-11-21T10:00:00.123456")]
    [TestCase("2026-11-21T10:00:00,5", "2026-11-21T10:00:00.500000")]
    [TestCase("2026-11-21T10:00:00-0330", "2026-11-21T13:30:00.000000")]
    [TestCase("2026-11-21T10:00:00+01:00", "2026-11-21T09:00:00.000000")]
    [TestCase("2026-11-21T10:00:00+01", "2026-11-21T09:00:00.000000")]
    [TestCase("0001-01-01", "0001-01-01T00:00:00.000000")]
    [TestCase("9999-12-31T23:59:59.999999", "9999-12-31T23:59:59.999999")]
    public async Task Takes_a_time(string time, string shown)
    {
        var accepted = await PostAsync("/v1/notifications", Notification(("generated_time", $"\"{time}\"")));
        var stored = await Api.GetAsync($"/v1/notifications/{Text(accepted.Json["notification"], "notification_uuid")}");

        Assert.That((accepted.Status, Text(accepted.Json["notification"], "generated_time")), Is.EqualTo((202, shown)));
        Assert.That(Text(stored.Json["notification"], "generated_time"), Is.EqualTo(shown[..^6] + "000000"));
    }

    [TestCase("")]
    [TestCase("now")]
    [TestCase("10:00")]
    [TestCase("1700000000")]
    [TestCase("2026-11-21t10:00:00z")]
    [TestCase("2026-11-21T10:00:00z")]
    [TestCase("2026-W47-6")]
    [TestCase("2026-02-30T10:00:00")]
    [TestCase("2026-13-01")]
    [TestCase("2026-11-21T24:00:00")]
    [TestCase("2026-11-21T10:00:00+25:00")]
    [TestCase("2026-11-21T10:00:00+0")]
    [TestCase("2026-11-21T10:00:00 +01:00")]
    [TestCase("0000-01-01")]
    [TestCase("2026-11-21T10:00:00\\n")]
    public async Task Refuses_a_time(string time)
    {
        var answer = await PostAsync("/v1/notifications", Notification(("generated_time", $"\"{time}\"")));

        var value = time.Replace("\\n", "\n", StringComparison.Ordinal);
        Assert.That((answer.Status, answer.Message), Is.EqualTo(
            (400, $"Invalid input for field/attribute generated_time. Value: {value}. '{time}' is not a 'date-time'")));
    }

    [TestCase("type", "null", "None is not of type 'string'")]
    [TestCase("type", "\"vm\"", "'vm' is not one of ('COMPUTE_HOST', 'VM', 'PROCESS')")]
    [TestCase("type", "\"\"", "'' is not one of ('COMPUTE_HOST', 'VM', 'PROCESS')")]
    [TestCase("hostname", "null", "None is not of type 'string'")]
    [TestCase("hostname", "\"\"", "'' should be non-empty")]
    [TestCase("hostname", "\"a b\"", "'a b' does not match '^[a-zA-Z0-9-._]*$'")]
    [TestCase("hostname", "\"é\"", "'é' does not match '^[a-zA-Z0-9-._]*$'")]
    [TestCase("hostname", "\"c1\\n\"", "'c1\\n' does not match '^[a-zA-Z0-9-._]*$'")]
    [TestCase("hostname", "\"c1\\u0000\"", "'c1\\x00' does not match '^[a-zA-Z0-9-._]*$'")]
    [TestCase("generated_time", "20261121", "20261121 is not of type 'string'")]
    [TestCase("generated_time", "null", "None is not of type 'string'")]
    [TestCase("payload", "null", "None is not of type 'object'")]
    [TestCase("payload", "\"x\"", "'x' is not of type 'object'")]
    [TestCase("payload", "[]", "[] is not of type 'object'")]
    [TestCase("payload", "{\"a/b\": \"x\"}", "'a/b' does not match any of the regexes: '^[a-zA-Z0-9-_:. ]{1,255}$'")]
    [TestCase("payload", "{\"\": \"x\"}", "'' does not match any of the regexes: '^[a-zA-Z0-9-_:. ]{1,255}$'")]
    public async Task Refuses(string field, string json, string problem)
    {
        var answer = await PostAsync("/v1/notifications", Notification((field, json)));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Message, Does.StartWith($"Invalid input for field/attribute {field}. Value: ").And.EndsWith(". " + problem));
    }

    [TestCase("""{"event": 5}""", "Invalid input for field/attribute event. Value: 5. 5 is not of type 'string'")]
    [TestCase("""{"a/b": null, "z": {}}""", "Invalid input for field/attribute a/b. Value: None. None is not of type 'string'")]
    [TestCase("{}", "Invalid input for field/attribute notification. Value: {'payload': {}}. 'type' is a required property")]
    public async Task Looks_at_values_keys_and_missing_fields_in_order(string payload, string message)
    {
        var answer = await PostAsync("/v1/notifications", $$$"""{"notification": {"payload": {{{payload}}}}}""");

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, message)));
    }

    [TestCase("type", "'hostname'")]
    [TestCase("type hostname", "'generated_time'")]
    [TestCase("type hostname generated_time", "'payload'")]
    public async Task Wants_four_fields_before_it_minds_others(string there, string missing)
    {
        var fields = string.Join(", ", there.Split(' ').Select(field => field switch
        {
            "type" => "\"type\": \"VM\"",
            "hostname" => "\"hostname\": \"c1\"",
            _ => "\"generated_time\": \"2026\"",
        }));

        var answer = await PostAsync("/v1/notifications", $$$"""{"notification": {{{{fields}}}, "x": 1}}""");

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Message, Does.StartWith("Invalid input for field/attribute notification. Value: {'type': 'VM'")
            .And.EndsWith($"{missing} is a required property"));
    }

    [Test]
    public async Task Minds_other_fields_at_last()
    {
        var answer = await PostAsync("/v1/notifications", Notification(("x", "1")));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Message, Does.EndWith("Additional properties are not allowed ('x' was unexpected)"));
    }

    // The payload's rules depend on the notification's type.
    [TestCase("COMPUTE_HOST", """{"event": "STOPPED"}""", null)]
    [TestCase("COMPUTE_HOST", """{"event": "STARTED", "cluster_status": "ONLINE", "host_status": "NORMAL"}""", null)]
    [TestCase("COMPUTE_HOST", """{"event": "STOPPED", "cluster_status": "OFFLINE", "host_status": "UNKNOWN"}""", null)]
    [TestCase("COMPUTE_HOST", "{}", "'event' is a required property")]
    [TestCase("COMPUTE_HOST", """{"event": "stopped"}""",
        "Invalid input for field/attribute event. Value: stopped. 'stopped' is not one of ('STARTED', 'STOPPED')")]
    [TestCase("COMPUTE_HOST", """{"event": "x", "cluster_status": "y"}""",
        "Invalid input for field/attribute cluster_status. Value: y. 'y' is not one of ('ONLINE', 'OFFLINE')")]
    [TestCase("COMPUTE_HOST", """{"cluster_status": "y", "host_status": "z"}""",
        "Invalid input for field/attribute host_status. Value: z. 'z' is not one of ('NORMAL', 'UNKNOWN')")]
    [TestCase("COMPUTE_HOST", """{"event": "STOPPED", "x": "y"}""", "Additional properties are not allowed ('x' was unexpected)")]
    [TestCase("COMPUTE_HOST", """{"x": "y"}""", "'event' is a required property")]
    [TestCase("PROCESS", """{"event": "STOPPED", "process_name": "nova-compute"}""", null)]
    [TestCase("PROCESS", """{"event": "STOPPED", "process_name": ""}""",
        "Invalid input for field/attribute process_name. Value: . '' should be non-empty")]
    [TestCase("PROCESS", """{"event": "STOPPED"}""", "'process_name' is a required property")]
    [TestCase("PROCESS", """{"process_name": "x"}""", "'event' is a required property")]
    [TestCase("PROCESS", """{"event": "STOPPED", "process_name": "x", "b": "", "a": ""}""",
        "Additional properties are not allowed ('a', 'b' were unexpected)")]
    [TestCase("VM", """{"event": "any é", "instance_uuid": "5A8A2A0B9A0B4F6E93A50B2A6F6A7D55", "vir_domain_event": "any"}""", null)]
    [TestCase("VM", """{"event": "e", "instance_uuid": "{5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55}", "vir_domain_event": "v"}""", null)]
    [TestCase("VM", """{"event": "e", "instance_uuid": "urn:uuid:5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "vir_domain_event": "v"}""", null)]
    [TestCase("VM", """{"event": "e", "instance_uuid": "5a8a2a0b", "vir_domain_event": ""}""",
        "Invalid input for field/attribute instance_uuid. Value: 5a8a2a0b. '5a8a2a0b' is not a 'uuid'")]
    [TestCase("VM", """{"event": "", "instance_uuid": "5A8A2A0B9A0B4F6E93A50B2A6F6A7D55", "vir_domain_event": "v"}""",
        "Invalid input for field/attribute event. Value: . '' should be non-empty")]
    [TestCase("VM", """{"event": "e", "vir_domain_event": "v"}""", "'instance_uuid' is a required property")]
    [TestCase("VM", """{"event": "e", "instance_uuid": "5A8A2A0B9A0B4F6E93A50B2A6F6A7D55"}""", "'vir_domain_event' is a required property")]
    [TestCase("VM", """{"instance_uuid": "5A8A2A0B9A0B4F6E93A50B2A6F6A7D55", "vir_domain_event": "v", "process_name": "p"}""",
        "'event' is a required property")]
    public async Task Checks_a_payload(string type, string payload, string? refusal)
    {
        var answer = await PostAsync("/v1/notifications", Notification(("type", $"\"{type}\""), ("payload", payload)));

        var message = refusal is null ? null : answer.Message;
        Assert.That((answer.Status, message), Is.EqualTo((refusal is null ? 202 : 400, refusal)), answer.Body);
        if (refusal is null)
            Assert.That(Regex.Unescape(answer.Body), Does.Contain($"\"payload\": {payload}, \"status\": \"new\""), "as sent");
    }

    [TestCase(255, 202)]
    [TestCase(256, 400)]
    public async Task Limits_a_value_to_255_characters(int length, int status)
    {
        var wide = string.Concat(Enumerable.Repeat("😀", length));
        var payload = Crash.Replace("LIFECYCLE", wide, StringComparison.Ordinal);

        var answer = await PostAsync("/v1/notifications", Notification(("payload", payload)));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [TestCase("nova.compute-1_x", 202)]
    [TestCase("C1", 202)]
    [TestCase("c2", 400)]
    public async Task Wants_a_registered_host(string name, int status)
    {
        await Seed.HostAsync(await Seed.SegmentAsync("s2"), "nova.compute-1_x");

        var answer = await PostAsync("/v1/notifications", Notification(("hostname", $"\"{name}\"")));

        Assert.That(answer.Status, Is.EqualTo(status));
        if (status == 400)
            Assert.That(answer.Message, Is.EqualTo($"Host with name {name} could not be found."));
    }

    private static string Notification(params (string Field, string Json)[] values)
    {
        var fields = new Dictionary<string, string>
        {
            ["type"] = "\"VM\"", ["hostname"] = "\"c1\"", ["generated_time"] = "\"2026-11-22T07:59:58\"", ["payload"] = Crash,
        };
        foreach (var (field, json) in values)
            fields[field] = json;
        return "{\"notification\": {" + string.Join(", ", fields.Select(field => $"\"{field.Key}\": {field.Value}")) + "}}";
    }
}
