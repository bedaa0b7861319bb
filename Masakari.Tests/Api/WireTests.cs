using System.Text.Json.Nodes;
using Masakari.Host.Api.Wire;

namespace Masakari.Tests.Api;

public sealed class WireTests
{
    [Test]
    public void Writes_json_as_python_does()
    {
        var value = new { first_key = "a,b: \"c\" \\ <&'>", number = 1.0, none = (string?)null, list = new[] { 1, 2 }, empty = Array.Empty<int>() };

        var text = PythonJson.Text(value);

        Assert.That(text, Is.EqualTo("{\"first_key\": \"a,b: \\\"c\\\" \\\\ <&'>\", \"number\": 1.0, \"none\": null, \"list\": [1, 2], \"empty\": []}"));
    }

    [TestCase("Zürich", "\"Z\\u00fcrich\"")]
    [TestCase("東", "\"\\u6771\"")]
    [TestCase("😀", "\"\\ud83d\\ude00\"")]
    [TestCase("\u2028\u007f\u001f\n\t\b", "\"\\u2028\\u007f\\u001f\\n\\t\\b\"")]
    [TestCase("\\u00DC", "\"\\\\u00DC\"")]
    public void Escapes_everything_outside_ascii_in_lower_case(string text, string json) => Assert.That(PythonJson.Text(text), Is.EqualTo(json));

    [TestCase("null", "None")]
    [TestCase("true", "True")]
    [TestCase("""{"a": [1, 2.50, "x"], "b": {}}""", "{'a': [1, 2.5, 'x'], 'b': {}}")]
    [TestCase("1e-5", "1e-05")]
    [TestCase("1e20", "1e+20")]
    [TestCase("1e16", "1e+16")]
    [TestCase("-12345678901234567.0", "-1.2345678901234568e+16")]
    [TestCase("9999999999999998.0", "9999999999999998.0")]
    [TestCase("0.0001", "0.0001")]
    [TestCase("-0.0", "-0.0")]
    [TestCase("\"it's\"", "\"it's\"")]
    [TestCase("\"it's \\\"x\\\"\"", "'it\\'s \"x\"'")]
    [TestCase("\"\\t\\n\\u0001\\u00a0\\u200bü\"", "'\\t\\n\\x01\\xa0\\u200bü'")]
    public void Shows_values_as_python_does(string json, string shown) => Assert.That(PythonText.Repr(JsonNode.Parse(json)), Is.EqualTo(shown));

    [TestCase("2026-11-21", "2026-11-21T00:00:00.000000")]
    [TestCase("20261121", "2026-11-21T00:00:00.000000")]
    [TestCase("2026-11", "2026-11-01T00:00:00.000000")]
    [TestCase("2026", "2026-01-01T00:00:00.000000")]
    [TestCase("2026-11-21 10:00:00", "2026-11-21T10:00:00.000000")]
    [TestCase("20261121T100000", "2026-11-21T10:00:00.000000")]
    [TestCase("2026-11-21T10", "2026-11-21T10:00:00.000000")]
    [TestCase("2026-11-21T10:00:00.123456Z", "2026-11-21T10:00:00.123456")]
    [TestCase("2026-11-21T10:00:00,5", "2026-11-21T10:00:00.500000")]
    [TestCase("2026-11-21T10:00:00-0330", "2026-11-21T13:30:00.000000")]
    [TestCase("2026-11-21T10:00:00+01:00", "2026-11-21T09:00:00.000000")]
    [TestCase("2026-11-21T10:00:00+01", "2026-11-21T09:00:00.000000")]
    public void Reads_moments(string text, string utc)
    {
        var read = WireTime.TryRead(text, out var moment);

        Assert.That((read, WireTime.Text(moment)), Is.EqualTo((true, utc)));
    }

    [TestCase("")]
    [TestCase("now")]
    [TestCase("10:00")]
    [TestCase("1700000000")]
    [TestCase("202611")]
    [TestCase("2026-11-21t10:00:00z")]
    [TestCase("2026-W47-6")]
    [TestCase("2026-02-30T10:00:00")]
    [TestCase("2026-11-21T10:00:00+25:00")]
    [TestCase("2026-11-21T10:00:00+0")]
    [TestCase("2026-11-21T10:00:00 +01:00")]
    [TestCase("0001-01-01T00:00:00+01:00")]
    [TestCase("2026-11-21\n")]
    public void Refuses_what_is_no_moment(string text) => Assert.That(WireTime.TryRead(text, out _), Is.False);

    [TestCase("5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", true)]
    [TestCase("5A8A2A0B9A0B4F6E93A50B2A6F6A7D55", true)]
    [TestCase("{5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55}", true)]
    [TestCase("urn:uuid:5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", true)]
    [TestCase("5a8a2a0b", false)]
    [TestCase("", false)]
    public void Knows_the_spellings_of_uuids(string text, bool like) => Assert.That(UuidText.IsLike(text), Is.EqualTo(like));

    [TestCase("5A8A2A0B-9a0b-4f6e-93a5-0b2a6f6a7d55")]
    [TestCase("5a8a2a0b9a0b4f6e93a50b2a6f6a7d55")]
    [TestCase("{5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55}")]
    public void Takes_only_the_stored_spelling_in_paths(string text) => Assert.That(UuidText.Stored(text), Is.Null);
}
