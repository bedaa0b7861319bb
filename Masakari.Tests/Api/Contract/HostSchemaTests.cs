using System.Text.Json.Nodes;

namespace Masakari.Tests.Api.Contract;

/// <summary>Which values the fields of a host accept.</summary>
internal sealed class HostSchemaTests(string kind) : ContractTests(kind)
{
    private const string NameFormat =
        "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.";

    private Things things = null!;

    private string HostsPath => things.In("/v1/segments/SEGMENT/hosts");

    private string HostPath => things.In("/v1/segments/SEGMENT/hosts/HOST");

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    [TestCase("name", "\"compute 07\"")]
    [TestCase("type", "\"\"")]
    [TestCase("type", "\"COMPUTE9\"")]
    [TestCase("control_attributes", "\"\"")]
    [TestCase("control_attributes", "\"ipmi: a\\nb – é\"")]
    [TestCase("reserved", "true")]
    [TestCase("on_maintenance", "true")]
    public async Task Takes(string field, string json)
    {
        var created = await PostAsync(HostsPath, Host((field, json)));
        var path = $"{HostsPath}/{Text(created.Json["host"], "uuid")}";
        var updated = await Api.SendAsync("PUT", path, $$$"""{"host": {"{{{field}}}": {{{json}}}}}""");

        Assert.That((created.Status, updated.Status), Is.EqualTo((201, 200)), created.Body + updated.Body);
        Assert.That(created.Json["host"]![field]!.ToJsonString(), Is.EqualTo(JsonNode.Parse(json)!.ToJsonString()));
        Assert.That(updated.Body, Is.EqualTo(created.Body));
    }

    [TestCase("name", "null", "None is not of type 'string'")]
    [TestCase("name", "\"\"", "'' should be non-empty")]
    [TestCase("name", "\"c1 \"", NameFormat)]
    [TestCase("type", "null", "None is not of type 'string'")]
    [TestCase("type", "5", "5 is not of type 'string'")]
    [TestCase("type", "\"a b\"", "'a b' does not match '^[a-zA-Z0-9]*$'")]
    [TestCase("type", "\"a-b\"", "'a-b' does not match '^[a-zA-Z0-9]*$'")]
    [TestCase("type", "\"é\"", "'é' does not match '^[a-zA-Z0-9]*$'")]
    [TestCase("type", "\"kvm\\n\"", "'kvm\\n' does not match '^[a-zA-Z0-9]*$'")]
    [TestCase("control_attributes", "null", "None is not of type 'string'")]
    [TestCase("control_attributes", "{}", "{} is not of type 'string'")]
    [TestCase("control_attributes", "\"a\\tb\"", "'a\\tb' does not match '^[printable characters and line feeds]*$'")]
    [TestCase("reserved", "1", "1 is not of type 'boolean', 'string'")]
    [TestCase("on_maintenance", "null", "None is not of type 'boolean', 'string'")]
    public async Task Refuses(string field, string json, string problem)
    {
        var created = await PostAsync(HostsPath, Host((field, json)));
        var updated = await Api.SendAsync("PUT", HostPath, $$$"""{"host": {"{{{field}}}": {{{json}}}}}""");

        Assert.That((created.Status, updated.Status), Is.EqualTo((400, 400)));
        Assert.That(created.Message, problem == NameFormat
            ? Is.EqualTo(problem)
            : Does.StartWith($"Invalid input for field/attribute {field}. Value: ").And.EndsWith(". " + problem));
        Assert.That(updated.Body, Is.EqualTo(created.Body));
    }

    [TestCase("type", 255, true)]
    [TestCase("type", 256, false)]
    [TestCase("name", 255, true)]
    [TestCase("name", 256, false)]
    public async Task Limits_to_255_characters(string field, int length, bool taken)
    {
        var answer = await PostAsync(HostsPath, Host((field, $"\"{new string('x', length)}\"")));

        Assert.That(answer.Status, Is.EqualTo(taken ? 201 : 400));
    }

    [TestCase("\"True\"", true)]
    [TestCase("\"False\"", false)]
    [TestCase("\"off\"", false)]
    [TestCase("false", false)]
    public async Task Reads_booleans_on_post_and_put_alike(string json, bool meaning)
    {
        var created = await PostAsync(HostsPath, Host(("reserved", json), ("on_maintenance", json)));
        var updated = await Api.SendAsync("PUT", HostPath, $$$"""{"host": {"reserved": {{{json}}}, "on_maintenance": {{{json}}}}}""");

        foreach (var host in new[] { created.Json["host"]!, updated.Json["host"]! })
            Assert.That((host["reserved"]!.GetValue<bool>(), host["on_maintenance"]!.GetValue<bool>()), Is.EqualTo((meaning, meaning)));
    }

    [TestCase("POST", """{"reserved": 1, "type": 2, "name": "n"}""",
        "Invalid input for field/attribute type. Value: 2. 2 is not of type 'string'")]
    [TestCase("POST", """{"x": 1}""",
        "Invalid input for field/attribute host. Value: {'x': 1}. Additional properties are not allowed ('x' was unexpected)")]
    [TestCase("POST", "{}", "Invalid input for field/attribute host. Value: {}. 'name' is a required property")]
    [TestCase("POST", """{"name": "n"}""", "Invalid input for field/attribute host. Value: {'name': 'n'}. 'type' is a required property")]
    [TestCase("POST", """{"name": "n", "type": ""}""",
        "Invalid input for field/attribute host. Value: {'name': 'n', 'type': ''}. 'control_attributes' is a required property")]
    [TestCase("PUT", "{}", "Invalid input for field/attribute host. Value: {}. {} is not valid under any of the given schemas")]
    [TestCase("PUT", """{"failover_segment_id": "x"}""",
        "Invalid input for field/attribute host. Value: {'failover_segment_id': 'x'}. "
        + "Additional properties are not allowed ('failover_segment_id' was unexpected)")]
    [TestCase("PUT", """{"uuid": "x", "id": 1}""",
        "Invalid input for field/attribute host. Value: {'uuid': 'x', 'id': 1}. "
        + "Additional properties are not allowed ('id', 'uuid' were unexpected)")]
    public async Task Tells_the_first_problem(string method, string host, string message)
    {
        var answer = await Api.SendAsync(method, method == "PUT" ? HostsPath + "/x" : HostsPath, $$"""{"host": {{host}}}""");

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, message)));
    }

    // When Nova rejects the host: 400 if the host is unknown, 403 if access is forbidden, else 500 as in the original.
    [TestCase("strange", 400, "{\"badRequest\": {\"code\": 400, \"message\": \"Compute service with name strange could not be found.\"}}")]
    [TestCase("forbidden", 403, "{\"forbidden\": {\"code\": 403, \"message\": \"not you (HTTP 403)\"}}")]
    [TestCase("unauthorized", 500, "{\"masakariFault\": {\"code\": 500, \"message\": \"A call to OpenStack failed. Nova: who are you\"}}")]
    [TestCase("missing", 500, "{\"masakariFault\": {\"code\": 500, \"message\": \"A call to OpenStack failed. Nova: no such thing\"}}")]
    [TestCase("conflict", 500, "{\"masakariFault\": {\"code\": 500, \"message\": \"A call to OpenStack failed. Nova: not now\"}}")]
    [TestCase("broken", 500, "{\"masakariFault\": {\"code\": 500, \"message\": \"A call to OpenStack failed. no answer\"}}")]
    public async Task Tells_what_nova_says(string name, int status, string body)
    {
        var created = await PostAsync(HostsPath, Host(("name", $"\"{name}\"")));
        var updated = await Api.SendAsync("PUT", HostPath, $$$"""{"host": {"name": "{{{name}}}"}}""");

        Assert.That((created.Status, updated.Status), Is.EqualTo((status, status)));
        Assert.That((created.Body, updated.Body), Is.EqualTo((body, body)));
    }

    private static string Host(params (string Field, string Json)[] values)
    {
        var fields = new Dictionary<string, string> { ["name"] = "\"n\"", ["type"] = "\"C\"", ["control_attributes"] = "\"SSH\"" };
        foreach (var (field, json) in values)
            fields[field] = json;
        return "{\"host\": {" + string.Join(", ", fields.Select(field => $"\"{field.Key}\": {field.Value}")) + "}}";
    }
}
