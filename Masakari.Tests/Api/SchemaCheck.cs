using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Tests.Api;

/// <summary>The part of JSON Schema that the API's description uses.</summary>
internal static class SchemaCheck
{
    /// <summary>The faults of a value, each with its place; empty for a valid value.</summary>
    public static IReadOnlyList<string> Faults(JsonNode document, JsonNode schema, JsonNode? value, string place = "")
    {
        if (schema is not JsonObject rules)
            return [];   // the schema "true" accepts every value
        if (rules["$ref"] is { } reference)
            return Faults(document, reference.GetValue<string>()[2..].Split('/').Aggregate(document, (node, part) => node[part]!), value, place);
        if (rules["type"] is { } type && !Types(type).Contains(TypeOf(value)))
            return [$"{place}: not {string.Join(" or ", Types(type))}"];
        if (rules["enum"] is JsonArray choices && !choices.Any(choice => JsonNode.DeepEquals(choice, value)))
            return [$"{place}: not one of {choices.ToJsonString()}"];
        return value switch
        {
            JsonObject members => [.. OfObject(document, rules, members, place)],
            JsonArray items => [.. items.Index().SelectMany(item => rules["items"] is { } each ? Faults(document, each, item.Item, $"{place}[{item.Index}]") : [])],
            _ => [],
        };
    }

    private static IEnumerable<string> OfObject(JsonNode document, JsonObject rules, JsonObject members, string place)
    {
        var properties = rules["properties"]?.AsObject() ?? [];
        foreach (var required in rules["required"]?.AsArray() ?? [])
            if (!members.ContainsKey(required!.GetValue<string>()))
                yield return $"{place}: lacks {required}";
        foreach (var (name, value) in members)
        {
            var rule = properties[name] ?? rules["additionalProperties"];
            if (rule is JsonValue verdict && verdict.GetValueKind() == JsonValueKind.False)
                yield return $"{place}: {name} is unknown";
            else if (rule is not null)
                foreach (var fault in Faults(document, rule, value, $"{place}.{name}".Trim('.')))
                    yield return fault;
        }
    }

    private static IEnumerable<string> Types(JsonNode type) => type is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [type.GetValue<string>()];

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
    };
}
