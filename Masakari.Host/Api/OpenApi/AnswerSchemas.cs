using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Masakari.Host.Api.Routing;

namespace Masakari.Host.Api.OpenApi;

/// <summary>The schemas of answers, made from the records of the answers.</summary>
internal static class AnswerSchemas
{
    private static readonly JsonSerializerOptions Naming =
        new(JsonSerializerOptions.Default) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly JsonSchemaExporterOptions Export = new() { TreatNullObliviousAsNonNullable = true };

    private const string Others = """
        {
          "extension": {"type": "object", "properties": {"name": {"type": "string"}, "alias": {"type": "string"}, 
            "description": {"type": "string"}, "namespace": {"type": "string"}, "updated": {"type": "string"}, "links": {"type": "array"}},
            "required": ["name", "alias", "description"]},
          "version": {"type": "object", "properties": {"id": {"type": "string"}, "status": {"type": "string"},
            "version": {"type": "string"}, "min_version": {"type": "string"}, "updated": {"type": "string"}, "links": {"type": "array"}, "media-types": {"type": "array"}},
            "required": ["id", "status", "version", "min_version", "links"]},
          "fault": {"type": "object",
            "description": "One key: error with a 401, else the kind, such as badRequest, itemNotFound or conflictingRequest.",
            "minProperties": 1, "maxProperties": 1, "additionalProperties": {"type": "object",
            "properties": {"code": {"type": "integer"}, "message": {"type": "string"}}, "required": ["code", "message"]}},
          "rawFault": {"type": "object",
            "description": "An error outside of the calls. The code is a text such as 413 Request Entity Too Large.",
            "properties": {"code": {"type": "string"}, "title": {"type": "string"}, "message": {"type": "string"}},
            "required": ["code", "title", "message"], "additionalProperties": false}
        }
        """;

    /// <summary>All schemas, each under the key of its envelope.</summary>
    public static JsonObject Of(IEnumerable<ApiResource> resources)
    {
        var schemas = JsonNode.Parse(Others)!.AsObject();
        foreach (var resource in resources)
        {
            if (resource.Item is { } item)
                schemas[resource.Singular] = Naming.GetJsonSchemaAsNode(item, Export);
        }

        return schemas;
    }
}
