using System.Text.Json.Nodes;

namespace Masakari.Tests.Api.Contract;

/// <summary>Which values the fields of a segment accept.</summary>
internal sealed class SegmentSchemaTests(string kind) : ContractTests(kind)
{
    private const string NameFormat =
        "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.";

    // A valid POST with the value of one field replaced.
    [TestCase("name", "\"a\"")]
    [TestCase("name", "\"rack 7 – Zürich 東京\"")]
    [TestCase("name", "\"<&'\\\"\\\\>\"")]
    [TestCase("service_type", "\"x y\"")]
    [TestCase("description", "null")]
    [TestCase("description", "\"\"")]
    [TestCase("description", "\" two\\nlines \"")]
    [TestCase("recovery_method", "\"auto\"")]
    [TestCase("recovery_method", "\"reserved_host\"")]
    [TestCase("recovery_method", "\"auto_priority\"")]
    [TestCase("recovery_method", "\"rh_priority\"")]
    public async Task Takes(string field, string json)
    {
        var created = await PostAsync("/v1/segments", Segment((field, json)));
        var path = $"/v1/segments/{Text(created.Json["segment"], "uuid")}";
        var updated = await Api.SendAsync("PUT", path, $$$"""{"segment": {"{{{field}}}": {{{json}}}}}""");

        Assert.That((created.Status, updated.Status), Is.EqualTo((201, 200)), created.Body + updated.Body);
        Assert.That(created.Json["segment"]![field]?.ToJsonString(), Is.EqualTo(JsonNode.Parse(json)?.ToJsonString()));
        Assert.That(updated.Body, Is.EqualTo(created.Body), "nothing changed");
    }

    // POST and PUT reject the same values, field by field.
    [TestCase("name", "null", "None is not of type 'string'")]
    [TestCase("name", "5", "5 is not of type 'string'")]
    [TestCase("name", "[\"a\"]", "['a'] is not of type 'string'")]
    [TestCase("name", "{\"a\": \"b\"}", "{'a': 'b'} is not of type 'string'")]
    [TestCase("name", "\"\"", "'' should be non-empty")]
    [TestCase("name", "\" a\"", NameFormat)]
    [TestCase("name", "\"a \"", NameFormat)]
    [TestCase("name", "\"\\u3000a\"", NameFormat)]
    [TestCase("name", "\"a\\u00a0\"", NameFormat)]
    [TestCase("name", "\"a\\n\"", NameFormat)]
    [TestCase("name", "\"a\\tb\"", NameFormat)]
    [TestCase("name", "\"a\\rb\"", NameFormat)]
    [TestCase("name", "\"a\\u0000b\"", NameFormat)]
    [TestCase("name", "\"a\\u200bb\"", NameFormat)]
    [TestCase("name", "\"a\\u2028b\"", NameFormat)]
    [TestCase("name", "\"a\\ue000b\"", NameFormat)]
    [TestCase("name", "\"a\\uffffb\"", NameFormat)]
    [TestCase("name", "\"a😀b\"", NameFormat)]
    [TestCase("service_type", "null", "None is not of type 'string'")]
    [TestCase("service_type", "\"\"", "'' should be non-empty")]
    [TestCase("service_type", "\" \"", NameFormat)]
    [TestCase("description", "5", "5 is not of type 'string', 'null'")]
    [TestCase("description", "true", "True is not of type 'string', 'null'")]
    [TestCase("description", "\"a\\tb\"", "'a\\tb' does not match '^[printable characters and line feeds]*$'")]
    [TestCase("description", "\"😀\"", "'😀' does not match '^[printable characters and line feeds]*$'")]
    [TestCase("recovery_method", "null", "None is not of type 'string'")]
    [TestCase("recovery_method", "1", "1 is not of type 'string'")]
    [TestCase("recovery_method", "\"AUTO\"", "'AUTO' is not one of ['auto', 'reserved_host', 'auto_priority', 'rh_priority']")]
    [TestCase("recovery_method", "\"\"", "'' is not one of ['auto', 'reserved_host', 'auto_priority', 'rh_priority']")]
    [TestCase("recovery_method", "\"auto\\n\"", "'auto\\n' is not one of ['auto', 'reserved_host', 'auto_priority', 'rh_priority']")]
    public async Task Refuses(string field, string json, string problem)
    {
        var segment = await Seed.SegmentAsync("s");

        var created = await PostAsync("/v1/segments", Segment((field, json)));
        var updated = await Api.SendAsync("PUT", $"/v1/segments/{segment.Uuid}", $$$"""{"segment": {"{{{field}}}": {{{json}}}}}""");

        Assert.That((created.Status, updated.Status), Is.EqualTo((400, 400)));
        Assert.That(created.Message, problem == NameFormat
            ? Is.EqualTo(problem)
            : Does.StartWith($"Invalid input for field/attribute {field}. Value: ").And.EndsWith(". " + problem));
        Assert.That(updated.Body, Is.EqualTo(created.Body));
    }

    [TestCase(255, true)]
    [TestCase(256, false)]
    public async Task Limits_a_name_to_255_characters(int length, bool taken)
    {
        var name = new string('é', length);

        var answer = await PostAsync("/v1/segments", Segment(("name", $"\"{name}\""), ("service_type", $"\"{name}\"")));

        Assert.That(answer.Status, Is.EqualTo(taken ? 201 : 400));
        Assert.That(answer.Body, taken ? Does.Contain("\\u00e9") : Does.Contain("is too long"));
    }

    // A boolean is JSON true or false, or exactly one of these words.
    [TestCase("true", true)]
    [TestCase("false", false)]
    [TestCase("\"True\" \"TRUE\" \"true\" \"1\" \"ON\" \"On\" \"on\" \"YES\" \"Yes\" \"yes\"", true)]
    [TestCase("\"False\" \"FALSE\" \"false\" \"0\" \"OFF\" \"Off\" \"off\" \"NO\" \"No\" \"no\"", false)]
    public async Task Reads_booleans_on_post_and_put_alike(string words, bool meaning)
    {
        foreach (var word in words.Split(' '))
        {
            var created = await AskAsync("1.2", "POST", "/v1/segments", Segment(("name", $"\"n{Guid.NewGuid()}\""), ("enabled", word)));
            var path = $"/v1/segments/{Text(created.Json["segment"], "uuid")}";
            await AskAsync("1.2", "PUT", path, $$$"""{"segment": {"enabled": {{{(meaning ? "false" : "true")}}}}}""");
            var updated = await AskAsync("1.2", "PUT", path, $$$"""{"segment": {"enabled": {{{word}}}}}""");

            Assert.That((Enabled(created), Enabled(updated)), Is.EqualTo((meaning, meaning)), word);
        }
    }

    [TestCase("1", "1 is not of type 'boolean', 'string'")]
    [TestCase("0", "0 is not of type 'boolean', 'string'")]
    [TestCase("null", "None is not of type 'boolean', 'string'")]
    [TestCase("\"t\"", "'t' is not one of [True, 'True', ")]
    [TestCase("\"y\"", "'y' is not one of [True, 'True', ")]
    [TestCase("\"tRUE\"", "'tRUE' is not one of [True, 'True', ")]
    [TestCase("\"\"", "'' is not one of [True, 'True', ")]
    [TestCase("\" true\"", "' true' is not one of [True, 'True', ")]
    public async Task Takes_nothing_else_for_a_boolean(string json, string problem)
    {
        var answer = await AskAsync("1.2", "POST", "/v1/segments", Segment(("enabled", json)));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Message, Does.StartWith("Invalid input for field/attribute enabled. Value: ").And.Contain($". {problem}"));
    }

    // When a body has several faults, the answer names the first one in the order of the checks.
    [TestCase("""{"x": 1}""", "'segment' is a required property")]
    [TestCase("""{"segment": null}""", "Invalid input for field/attribute segment. Value: None. None is not of type 'object'")]
    [TestCase("""{"segment": [], "x": 1}""", "Invalid input for field/attribute segment. Value: []. [] is not of type 'object'")]
    [TestCase("""{"segment": {"recovery_method": 1, "name": 2, "x": 3}, "x": 1}""",
        "Invalid input for field/attribute name. Value: 2. 2 is not of type 'string'")]
    [TestCase("""{"segment": {"service_type": 4, "description": 3}}""",
        "Invalid input for field/attribute description. Value: 3. 3 is not of type 'string', 'null'")]
    [TestCase("""{"segment": {"x": true}}""",
        "Invalid input for field/attribute segment. Value: {'x': True}. Additional properties are not allowed ('x' was unexpected)")]
    [TestCase("""{"segment": {"b": 1, "a": 2, "name": "n"}}""",
        "Invalid input for field/attribute segment. Value: {'b': 1, 'a': 2, 'name': 'n'}. "
        + "Additional properties are not allowed ('a', 'b' were unexpected)")]
    [TestCase("""{"segment": {}}""", "Invalid input for field/attribute segment. Value: {}. 'name' is a required property")]
    [TestCase("""{"segment": {"name": "n"}}""",
        "Invalid input for field/attribute segment. Value: {'name': 'n'}. 'recovery_method' is a required property")]
    [TestCase("""{"segment": {"name": "n", "recovery_method": "auto"}}""",
        "Invalid input for field/attribute segment. Value: {'name': 'n', 'recovery_method': 'auto'}. "
        + "'service_type' is a required property")]
    [TestCase("""{"segment": {"name": "n", "recovery_method": "auto", "service_type": "C"}, "b": 1, "a": 2}""",
        "Additional properties are not allowed ('a', 'b' were unexpected)")]
    public async Task Tells_the_first_problem(string body, string message)
    {
        var answer = await PostAsync("/v1/segments", body);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, message)));
    }

    [TestCase("1.0", """{"enabled": true}""",
        "Invalid input for field/attribute segment. Value: {'enabled': True}. "
        + "Additional properties are not allowed ('enabled' was unexpected)")]
    [TestCase("1.1", """{"enabled": 5}""",
        "Invalid input for field/attribute segment. Value: {'enabled': 5}. "
        + "Additional properties are not allowed ('enabled' was unexpected)")]
    [TestCase("1.2", "{}", "Invalid input for field/attribute segment. Value: {}. {} is not valid under any of the given schemas")]
    [TestCase("1.2", """{"uuid": "x", "name": "n"}""",
        "Invalid input for field/attribute segment. Value: {'uuid': 'x', 'name': 'n'}. "
        + "Additional properties are not allowed ('uuid' was unexpected)")]
    public async Task Tells_the_first_problem_of_an_update(string version, string segment, string message)
    {
        var answer = await AskAsync(version, "PUT", $"/v1/segments/{NoId}", $$"""{"segment": {{segment}}}""");

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, message)));
    }

    private static bool Enabled(Answer answer) => answer.Json["segment"]!["enabled"]!.GetValue<bool>();

    private static string Segment(params (string Field, string Json)[] values)
    {
        var fields = new Dictionary<string, string> { ["name"] = "\"n\"", ["recovery_method"] = "\"auto\"", ["service_type"] = "\"C\"" };
        foreach (var (field, json) in values)
            fields[field] = json;
        return "{\"segment\": {" + string.Join(", ", fields.Select(field => $"\"{field.Key}\": {field.Value}")) + "}}";
    }
}
