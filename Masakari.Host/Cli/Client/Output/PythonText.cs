using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Host.Cli.Client.Output;

/// <summary>Values as the openstack client prints them, which is as Python does: scripts may depend on it.</summary>
internal static class PythonText
{
    public static string Of(JsonNode? value) => value is JsonValue text && text.GetValueKind() == JsonValueKind.String
        ? text.GetValue<string>() : Literal(value);

    private static string Literal(JsonNode? value) => value switch
    {
        null => "None",
        JsonObject fields => $"{{{string.Join(", ", fields.Select(field => $"{Quoted(field.Key)}: {Literal(field.Value)}"))}}}",
        JsonArray items => $"[{string.Join(", ", items.Select(Literal))}]",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.String => Quoted(value.GetValue<string>()),
            _ => value.ToJsonString(),
        },
    };

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var c in text)
        {
            if (c == quote || c == '\\') quoted.Append('\\').Append(c);
            else if (c == '\n') quoted.Append("\\n");
            else if (c == '\r') quoted.Append("\\r");
            else if (c == '\t') quoted.Append("\\t");
            else if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else quoted.Append(c);
        }

        return quoted.Append(quote).ToString();
    }
}
