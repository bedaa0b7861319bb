using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Bodies;

/// <summary>Reads JSON as the original does: of a repeated key the last value counts, and an empty body is <c>null</c>.</summary>
internal static class RequestBody
{
    /// <returns><see langword="false"/> when the bytes are not JSON.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out JsonNode? body)
    {
        body = null;
        if (bytes.IsEmpty)
            return true;
        return Utf8.IsValid(bytes.Span) && (TryRead(bytes, out body) || TryRead(PythonConstants.AsNumbers(bytes.Span), out body));
    }

    private static bool TryRead(ReadOnlyMemory<byte> bytes, out JsonNode? body)
    {
        body = null;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            body = Node(document.RootElement);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string has half of a surrogate pair.
            return false;
        }
    }

    private static JsonNode? Node(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Object(element),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(Node)]),
        JsonValueKind.String => JsonValue.Create(element.GetString()),
        JsonValueKind.True => JsonValue.Create(value: true),
        JsonValueKind.False => JsonValue.Create(value: false),
        JsonValueKind.Null => null,
        _ => JsonNode.Parse(element.GetRawText()),
    };

    private static JsonObject Object(JsonElement element)
    {
        var members = new JsonObject();
        foreach (var member in element.EnumerateObject())
            members[member.Name] = Node(member.Value);
        return members;
    }
}
