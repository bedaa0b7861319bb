using System.Text;
using System.Text.Json.Nodes;

namespace Masakari.Tests.Api;

/// <summary>An HTTP answer as the tests see it.</summary>
internal sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The text of the first <c>message</c> in the body, whatever its envelope.</summary>
    public string Message => Json.AsObject().First().Value!["message"]!.GetValue<string>();

    public static async Task<Answer> FromAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()),
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));

    /// <summary>A header's value, or <see langword="null"/>.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
