using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Host.Auth.Policy.Checks;

/// <summary><c>key:value</c>: a credential of the caller is that text. Dots lead into what is nested; of a list one element suffices.</summary>
internal sealed class CredentialCheck(string key, TargetText wanted) : IPolicyCheck
{
    private readonly string[] path = key.Split('.');

    public ValueTask<Ruling> AskAsync(PolicyQuestion question, CancellationToken ct) => new(
        wanted.For(question.Target) is { } text && Leads(question.Credentials, path, text) ? Ruling.Allowed : Ruling.Denied);

    private static bool Leads(JsonNode? value, ReadOnlySpan<string> way, string text)
    {
        if (value is JsonArray list)
        {
            foreach (var item in list)
            {
                if (Leads(item, way, text))
                    return true;
            }

            return false;
        }

        if (way.IsEmpty)
            return Text(value) == text;
        return value is JsonObject nested && nested.TryGetPropertyValue(way[0], out var next) && Leads(next, way[1..], text);
    }

    private static string? Text(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "None",
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Object => null,
        _ => value.ToString(),
    };
}
