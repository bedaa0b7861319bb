using System.Text.Json;

namespace Masakari.Host.Sandbox;

/// <summary>Reads request bodies of any content.</summary>
internal static class Json
{
    /// <summary>Null: the text is not JSON.</summary>
    public static JsonElement? Parse(string body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }

        return element;
    }

    /// <summary>Null: absent, or not a string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Null: absent, or not a boolean.</summary>
    public static bool? Truth(this JsonElement element, string name) => element.At(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
