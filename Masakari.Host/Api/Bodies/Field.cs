using System.Text.Json.Nodes;

namespace Masakari.Host.Api.Bodies;

/// <summary>One field of a body.</summary>
internal sealed record Field(string Name, FieldType Type)
{
    /// <summary>Whether a create must have the field.</summary>
    public bool Required { get; init; }

    /// <summary>The first problem of the fields that the body has, or <see langword="null"/>.</summary>
    public static Problem? FirstProblem(IEnumerable<Field> fields, JsonObject body) => fields
        .Where(field => body.ContainsKey(field.Name))
        .Select(field => field.Type(field.Name, body[field.Name]))
        .FirstOrDefault(found => found is not null);

    /// <summary>The first required field that the body does not have, or <see langword="null"/>.</summary>
    public static string? FirstMissing(IEnumerable<Field> fields, JsonObject body) =>
        fields.FirstOrDefault(field => field.Required && !body.ContainsKey(field.Name))?.Name;
}
