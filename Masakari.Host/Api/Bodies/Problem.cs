using System.Text.Json.Nodes;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Bodies;

/// <summary>A problem of a request body, in the words of the original. Clients show the message to people.</summary>
internal sealed record Problem(string Message)
{
    /// <summary>A problem of the envelope, or of the payload of one type.</summary>
    public static Problem Bare(string problem) => new(problem);

    /// <summary>A problem of one field.</summary>
    public static Problem In(string field, JsonNode? value, string problem) =>
        new($"Invalid input for field/attribute {field}. Value: {PythonText.Of(value)}. {problem}");

    public static string WrongType(JsonNode? value, params IEnumerable<string> wanted) =>
        $"{PythonText.Repr(value)} is not of type {string.Join(", ", wanted.Select(type => $"'{type}'"))}";

    public static string Missing(string key) => $"'{key}' is a required property";

    public static string? UnknownKeys(JsonObject body, IEnumerable<string> known)
    {
        string[] unknown = [.. body.Select(member => member.Key).Except(known).Order(StringComparer.Ordinal).Select(PythonText.Repr)];
        return unknown.Length == 0 ? null
            : $"Additional properties are not allowed ({string.Join(", ", unknown)} {(unknown.Length == 1 ? "was" : "were")} unexpected)";
    }
}
