using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Masakari.Host.Cli.Client.Output;

/// <summary>YAML in block style; what a reader would take for something else than a text is quoted.</summary>
internal static partial class YamlText
{
    /// <param name="value">An object or a list, or a value for the rest of a line.</param>
    /// <param name="sorted">Whether keys are in the order of their names, as the openstack client prints lists.</param>
    public static string Of(JsonNode? value, bool sorted)
    {
        var text = new StringBuilder();
        Write(text, value, "", sorted);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? value, string indent, bool sorted)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } fields:
                var order = sorted ? fields.OrderBy(field => field.Key, StringComparer.Ordinal) : fields.AsEnumerable();
                WriteFields(text, order, indent, sorted);
                break;
            case JsonArray { Count: > 0 } items:
                foreach (var item in items) WriteItem(text, item, indent, sorted);
                break;
            default:
                text.Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void WriteFields(StringBuilder text, IEnumerable<KeyValuePair<string, JsonNode?>> fields, string indent, bool sorted)
    {
        var first = true;
        foreach (var (key, value) in fields)
        {
            if (!first) text.Append(indent);
            first = false;
            text.Append(Scalar(key)).Append(':');
            if (value is JsonObject { Count: > 0 })
                Write(text.Append('\n').Append(indent).Append("  "), value, indent + "  ", sorted: true);
            else if (value is JsonArray { Count: > 0 } items) WriteList(text.Append('\n'), items, indent);
            else Write(text.Append(' '), value, indent, sorted);
        }
    }

    private static void WriteList(StringBuilder text, JsonArray items, string indent)
    {
        foreach (var item in items) WriteItem(text.Append(indent), item, indent, sorted: true);
    }

    private static void WriteItem(StringBuilder text, JsonNode? item, string indent, bool sorted) =>
        Write(text.Append("- "), item, indent + "  ", sorted);

    private static string Scalar(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ => value.GetValueKind() == JsonValueKind.String ? Scalar(value.GetValue<string>()) : value.ToJsonString(),
    };

    private static string Scalar(string text) =>
        text.Any(c => c is < ' ' or > '~') ? Escaped(text)
        : Plain().IsMatch(text) && !Meaning().IsMatch(text) ? text
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Escaped(string text) => $"\"{string.Concat(text.EnumerateRunes().Select(rune => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        >= ' ' and <= '~' => rune.ToString(),
        <= 0xFF => $@"\x{rune.Value:X2}",
        <= 0xFFFF => $@"\u{rune.Value:X4}",
        _ => $@"\U{rune.Value:X8}",
    }))}\"";

    // Neither a sign of YAML at the beginning, nor ": ", " #", or a blank at an end.
    [GeneratedRegex(@"^(?![-?:](?: |$)|[,\[\]{}#&*!|>'""%@`]|[\s=]|---|\.\.\.)(?!.*(?::(?: |$)| #))(?:.*\S)$")]
    private static partial Regex Plain();

    // What stands for a number, a truth, nothing or a time.
    [GeneratedRegex(@"^(?:[-+]?[\d._][\d_,.:]*(?:e[-+]?\d+)?|0[xob][\da-f_]+|[-+]?\.(?:inf|nan)|true|false|yes|no|on|off|null|~|<<|=|"
        + @"\d{4}-\d\d?-\d\d?(?:[Tt \t].*)?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Meaning();
}
