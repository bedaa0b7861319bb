using System.Text.Json.Nodes;
using Masakari.Host.Cli.Client.Output;

namespace Masakari.Tests.Cli.Client;

/// <summary>Values as the openstack client prints them.</summary>
public sealed class PrintoutTests
{
    [TestCase("\"plain\"", "plain")]
    [TestCase("null", "None")]
    [TestCase("true", "True")]
    [TestCase("1.0", "1.0")]
    [TestCase("""{"a": [1, null, false], "b": "it's"}""", """{'a': [1, None, False], 'b': "it's"}""")]
    [TestCase("""["a\nb", "c\\d", "\"'"]""", """['a\nb', 'c\\d', '"\'']""")]
    [TestCase("[]", "[]")]
    [TestCase("{}", "{}")]
    public void Prints_a_value_as_Python_does(string json, string expected) =>
        Assert.That(PythonText.Of(JsonNode.Parse(json)), Is.EqualTo(expected));

    [TestCase("\"plain text\"", "plain text")]
    [TestCase("\"\"", "''")]
    [TestCase("\"2026-11-29T19:11:50.000000\"", "'2026-11-29T19:11:50.000000'")]
    [TestCase("\"true\"", "'true'")]
    [TestCase("\"1.5\"", "'1.5'")]
    [TestCase("\"a: b\"", "'a: b'")]
    [TestCase("\"it's\"", "it's")]
    [TestCase("\"- x\"", "'- x'")]
    [TestCase("\"a #b\"", "'a #b'")]
    [TestCase("\"räck \\\"x\\\"\"", """
        "r\xE4ck \"x\""
        """)]
    [TestCase("null", "null")]
    [TestCase("false", "false")]
    public void Quotes_in_yaml_what_would_be_read_as_something_else(string json, string expected) =>
        Assert.That(YamlText.Of(JsonNode.Parse(json), sorted: false).TrimEnd('\n'), Is.EqualTo(expected));

    [Test]
    public void Nests_yaml_in_block_style() => Assert.That(
        YamlText.Of(JsonNode.Parse("""{"b": {"y": 1, "x": []}, "a": [{"k": "v", "l": [1]}, "t"]}"""), sorted: false), Is.EqualTo("""
            b:
              x: []
              y: 1
            a:
            - k: v
              l:
              - 1
            - t

            """));

    [Test]
    public void Writes_json_in_ascii() => Assert.That(JsonText.Of(JsonNode.Parse("""{"a": "ä\"", "b": [], "c": {"d": 1.0}}""")), Is.EqualTo(
        """
        {
          "a": "\u00e4\"",
          "b": [],
          "c": {
            "d": 1.0
          }
        }
        """));

    [Test]
    public void A_table_keeps_its_frame_whatever_a_cell_holds() => Assert.That(
        FramedTable.Of(["a", "b"], [["one\ntwo", "日本"], ["\e[31mred", "x"]], hasColours: false), Is.EqualTo("""
            +----------+------+
            | a        | b    |
            +----------+------+
            | one      | 日本 |
            | two      |      |
            |  [31mred | x    |
            +----------+------+

            """));

    [Test]
    public void A_table_on_a_terminal_colours_what_has_failed() =>
        Assert.That(
            FramedTable.Of(["status"], [["failed"]], hasColours: true),
            Does.Contain("| \e[31mfailed\e[0m |").And.Contain("\e[1mstatus\e[0m"));
}
