using System.Text.Json.Nodes;
using Masakari.Host.Api.Bodies;

namespace Masakari.Host.Api.OpenApi;

/// <summary>The schemas of the fields of request bodies. A <see cref="BodyShape"/> says which fields exist.</summary>
internal static class RequestFields
{
    private const string Name =
        """{"type": "string", "minLength": 1, "maxLength": 255, "description": "Printable, no blank at either end."}""";
    private const string Flag = """{"type": ["boolean", "string"], "description": "true or false; also as yes, no, on, off, 1, 0."}""";

    private const string ByEnvelope = $$"""
        {
          "segment": {
            "name": {{Name}},
            "description": {"type": ["string", "null"]},
            "recovery_method": {"type": "string", "enum": ["auto", "reserved_host", "auto_priority", "rh_priority"]},
            "service_type": {{Name}},
            "enabled": {{Flag}}
          },
          "host": {
            "name": {{Name}},
            "type": {"type": "string", "maxLength": 255, "pattern": "^[a-zA-Z0-9]*$"},
            "control_attributes": {"type": "string"},
            "reserved": {{Flag}},
            "on_maintenance": {{Flag}}
          },
          "notification": {
            "type": {"type": "string", "enum": ["COMPUTE_HOST", "VM", "PROCESS"]},
            "hostname": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[a-zA-Z0-9-._]*$",
              "description": "The name of a registered host."},
            "generated_time": {"type": "string", "description": "ISO 8601; UTC when no zone is given."},
            "payload": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 255},
              "description": "COMPUTE_HOST: event, host_status, cluster_status. PROCESS: event, process_name. VM: event, instance_uuid, vir_domain_event."}
          }
        }
        """;

    private const string Examples = """
        {
          "segment": {"name": "rack-7", "description": "row B", "recovery_method": "auto", "service_type": "COMPUTE"},
          "host": {"name": "compute-07", "type": "COMPUTE", "control_attributes": "SSH", "reserved": false},
          "notification": {"type": "COMPUTE_HOST", "hostname": "compute-07", "generated_time": "2026-07-02T08:15:30.250000",
                           "payload": {"event": "STOPPED", "cluster_status": "OFFLINE", "host_status": "NORMAL"}}
        }
        """;

    /// <summary>The schema of a body.</summary>
    public static JsonObject Schema(BodyShape shape)
    {
        var known = JsonNode.Parse(ByEnvelope)![shape.Envelope]!.AsObject();
        var inner = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(shape.Fields.Select(field => KeyValuePair.Create(field.Name, known[field.Name]?.DeepClone()
                ?? throw new InvalidOperationException($"The field {shape.Envelope}.{field.Name} is not described.")))!),
            ["additionalProperties"] = false,
        };
        if (shape.OneFieldIsEnough)
            inner["minProperties"] = 1;
        else
            inner["required"] = new JsonArray([.. shape.Fields.Where(field => field.Required).Select(field => (JsonNode)field.Name)]);
        return Envelope(shape.Envelope, inner);
    }

    /// <summary>A body that passes the shape.</summary>
    public static JsonObject Example(BodyShape shape)
    {
        var all = JsonNode.Parse(Examples)![shape.Envelope]!.AsObject();
        var (name, value) = all.First();
        var fields = shape.OneFieldIsEnough ? new JsonObject { [name] = value!.DeepClone() } : all.DeepClone();
        return new JsonObject { [shape.Envelope] = fields };
    }

    /// <summary>An object with exactly this one key.</summary>
    public static JsonObject Envelope(string key, JsonNode inner) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [key] = inner },
        ["required"] = new JsonArray(key),
        ["additionalProperties"] = false,
    };
}
