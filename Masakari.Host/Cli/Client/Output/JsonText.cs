using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Host.Cli.Client.Output;

/// <summary>JSON with two blanks for each level and everything in ASCII, as the openstack client prints it.</summary>
internal static class JsonText
{
    public static string Of(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(text, value, "");
        return text.ToString();
    }

    /// <summary>A string in double quotes, in ASCII.</summary>
    public static string Quoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            if (Short(c) is { } escaped) text.Append('\\').Append(escaped);
            else if (c is >= ' ' and <= '~') text.Append(c);
            else text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return text.Append('"').ToString();
    }

    private static char? Short(char c) => c switch
    {
        '"' or '\\' => c,
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\b' => 'b',
        '\f' => 'f',
        _ => null,
    };

    private static void Write(StringBuilder text, JsonNode? value, string indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } fields:
                WriteAll(text, '{', '}', indent, fields, (field, inner) =>
                {
                    text.Append(Quoted(field.Key)).Append(": ");
                    Write(text, field.Value, inner);
                });
                break;
            case JsonArray { Count: > 0 } items:
                WriteAll(text, '[', ']', indent, items, (item, inner) => Write(text, item, inner));
                break;
            case JsonValue when value.GetValueKind() == JsonValueKind.String:
                text.Append(Quoted(value.GetValue<string>()));
                break;
            default:
                text.Append(value?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void WriteAll<T>(StringBuilder text, char open, char close, string indent, IEnumerable<T> items, Action<T, string> write)
    {
        var inner = indent + "  ";
        var separator = open.ToString();
        foreach (var item in items)
        {
            text.Append(separator).Append('\n').Append(inner);
            write(item, inner);
            separator = ",";
        }

        text.Append('\n').Append(indent).Append(close);
    }
}
