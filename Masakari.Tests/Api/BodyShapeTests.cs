using System.Text;
using System.Text.Json.Nodes;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Hosts;
using Masakari.Host.Api.Notifications;
using Masakari.Host.Api.Segments;
using Masakari.Host.Api.Wire;

namespace Masakari.Tests.Api;

public sealed class BodyShapeTests
{
    private const string NameFormat =
        "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.";

    [TestCase("null", "None is not of type 'object'")]
    [TestCase("[]", "[] is not of type 'object'")]
    [TestCase("{}", "'segment' is a required property")]
    [TestCase("""{"segment": 5}""", "Invalid input for field/attribute segment. Value: 5. 5 is not of type 'object'")]
    [TestCase("""{"segment": {"name": "n", "recovery_method": "auto", "service_type": "C"}, "x": 1}""",
        "Additional properties are not allowed ('x' was unexpected)")]
    [TestCase("""{"segment": {"name": null}}""", "Invalid input for field/attribute name. Value: None. None is not of type 'string'")]
    [TestCase("""{"segment": {"name": ""}}""", "Invalid input for field/attribute name. Value: . '' should be non-empty")]
    [TestCase("""{"segment": {"name": " n"}}""", NameFormat)]
    [TestCase("""{"segment": {"name": "n\n"}}""", NameFormat)]
    [TestCase("""{"segment": {"name": "a😀b"}}""", NameFormat)]
    [TestCase("""{"segment": {"name": "n", "service_type": "\t"}}""", NameFormat)]
    [TestCase("""{"segment": {"description": 5, "recovery_method": "no"}}""",
        "Invalid input for field/attribute description. Value: 5. 5 is not of type 'string', 'null'")]
    [TestCase("""{"segment": {"recovery_method": "AUTO"}}""",
        "Invalid input for field/attribute recovery_method. Value: AUTO. "
        + "'AUTO' is not one of ['auto', 'reserved_host', 'auto_priority', 'rh_priority']")]
    [TestCase("""{"segment": {"b": 1, "a": true}}""",
        "Invalid input for field/attribute segment. Value: {'b': 1, 'a': True}. "
        + "Additional properties are not allowed ('a', 'b' were unexpected)")]
    [TestCase("""{"segment": {"name": "n"}}""",
        "Invalid input for field/attribute segment. Value: {'name': 'n'}. 'recovery_method' is a required property")]
    [TestCase("""{"segment": {"name": "n", "recovery_method": "auto", "service_type": "C", "enabled": true}}""",
        "Invalid input for field/attribute segment. Value: {'name': 'n', 'recovery_method': 'auto', 'service_type': 'C', 'enabled': True}. "
        + "Additional properties are not allowed ('enabled' was unexpected)")]
    public void Refuses_a_segment(string body, string message) =>
        Assert.That(Check(SegmentShapes.Create(Microversion.Oldest), body), Is.EqualTo(message));

    [TestCase("t")]
    [TestCase("tRUE")]
    [TestCase("")]
    public void Refuses_words_that_are_no_booleans(string word) => Assert.That(
        Check(SegmentShapes.Update(Microversion.Newest), $$$"""{"segment": {"enabled": "{{{word}}}"}}"""),
        Is.EqualTo($"Invalid input for field/attribute enabled. Value: {word}. '{word}' is not one of ["
            + "True, 'True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes', "
            + "False, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no']"));

    [TestCase("1")]
    [TestCase("null")]
    public void Refuses_other_types_as_booleans(string json) => Assert.That(
        Check(SegmentShapes.Update(Microversion.Newest), $$$"""{"segment": {"enabled": {{{json}}}}}"""),
        Does.EndWith("is not of type 'boolean', 'string'"));

    [TestCase("""{"name": "rack 7 Zürich", "description": null, "recovery_method": "auto", "service_type": "COMPUTE"}""")]
    [TestCase("""{"name": "n", "description": "a\nb", "recovery_method": "rh_priority", "service_type": "C", "enabled": "Off"}""")]
    public void Takes_a_good_segment(string segment) =>
        Assert.That(Check(SegmentShapes.Create(Microversion.SegmentEnabled), $$"""{"segment": {{segment}}}"""), Is.Null);

    [Test]
    public void Wants_an_update_to_name_some_field() => Assert.That(
        Check(SegmentShapes.Update(Microversion.Newest), """{"segment": {}}"""),
        Is.EqualTo("Invalid input for field/attribute segment. Value: {}. {} is not valid under any of the given schemas"));

    [TestCase("""{"name": "h", "type": null, "control_attributes": ""}""",
        "Invalid input for field/attribute type. Value: None. None is not of type 'string'")]
    [TestCase("""{"name": "h", "type": "", "control_attributes": null}""",
        "Invalid input for field/attribute control_attributes. Value: None. None is not of type 'string'")]
    [TestCase("""{"name": "h", "type": "a b"}""",
        @"Invalid input for field/attribute type. Value: a b. 'a b' does not match '^[a-zA-Z0-9]*$'")]
    [TestCase("""{"failover_segment_id": "x"}""",
        "Invalid input for field/attribute host. Value: {'failover_segment_id': 'x'}. "
        + "Additional properties are not allowed ('failover_segment_id' was unexpected)")]
    public void Refuses_a_host(string host, string message) =>
        Assert.That(Check(HostShapes.Create(Microversion.Oldest), $$"""{"host": {{host}}}"""), Is.EqualTo(message));

    [TestCase("""{"type": "vm"}""",
        "Invalid input for field/attribute type. Value: vm. 'vm' is not one of ('COMPUTE_HOST', 'VM', 'PROCESS')")]
    [TestCase("""{"hostname": "a b"}""",
        "Invalid input for field/attribute hostname. Value: a b. 'a b' does not match '^[a-zA-Z0-9-._]*$'")]
    [TestCase("""{"generated_time": "now"}""", "Invalid input for field/attribute generated_time. Value: now. 'now' is not a 'date-time'")]
    [TestCase("""{"payload": []}""", "Invalid input for field/attribute payload. Value: []. [] is not of type 'object'")]
    [TestCase("""{"payload": {"event": 5}}""", "Invalid input for field/attribute event. Value: 5. 5 is not of type 'string'")]
    [TestCase("""{"payload": {"a/b": "x"}}""",
        "Invalid input for field/attribute payload. Value: {'a/b': 'x'}. "
        + "'a/b' does not match any of the regexes: '^[a-zA-Z0-9-_:. ]{1,255}$'")]
    [TestCase("""{"x": 1}""", "Invalid input for field/attribute notification. Value: {'x': 1}. 'type' is a required property")]
    public void Refuses_a_notification(string notification, string message) =>
        Assert.That(Check(NotificationShapes.Create(Microversion.Oldest), $$"""{"notification": {{notification}}}"""), Is.EqualTo(message));

    [TestCase("{\"a\": 1, \"a\": 2}", "{'a': 2}")]
    [TestCase("", "None")]
    public void Reads_json_as_python_does(string json, string shown)
    {
        var read = RequestBody.TryParse(Encoding.UTF8.GetBytes(json), out var body);

        Assert.That((read, Masakari.Host.Api.Wire.PythonText.Repr(body)), Is.EqualTo((true, shown)));
    }

    [TestCase(" ")]
    [TestCase("{")]
    [TestCase("{\"a\": 1,}")]
    [TestCase("\"\\ud800\"")]
    public void Refuses_what_is_no_json(string json) => Assert.That(RequestBody.TryParse(Encoding.UTF8.GetBytes(json), out _), Is.False);

    [Test]
    public void Refuses_what_is_not_utf8() => Assert.That(RequestBody.TryParse(new byte[] { 0x22, 0xff, 0x22 }, out _), Is.False);

    private static string? Check(BodyShape shape, string json) => shape.Check(JsonNode.Parse(json))?.Message;
}
