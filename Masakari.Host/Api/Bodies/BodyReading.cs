using System.Text.Json.Nodes;

namespace Masakari.Host.Api.Bodies;

/// <summary>Reads the fields of a body that has passed the check of its <see cref="BodyShape"/>.</summary>
internal static class BodyReading
{
    /// <returns><see langword="null"/> when the field is absent or null.</returns>
    public static string? Text(this JsonObject body, string field) => body[field]?.GetValue<string>();

    /// <returns><see langword="null"/> when the field is absent.</returns>
    public static bool? Flag(this JsonObject body, string field) => body[field] is { } value ? FieldTypes.Truth(value) : null;
}
