using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Host.Sandbox;

/// <summary>Fields that answers show as null, as something odd, or not at all.</summary>
internal sealed class AnswerDistortions
{
    private readonly List<Distortion> distortions = [];

    /// <param name="of">Name of a server or host: the field of its record; null: a field of the answer itself, such as `servers`.</param>
    /// <param name="field">Such as `OS-EXT-SRV-ATTR:host`.</param>
    /// <param name="json">What stands there instead, as JSON; null: the field is missing.</param>
    /// <param name="calls">So many answers that have the field are distorted; null: all of them.</param>
    public void Add(string? of, string field, string? json, int? calls) =>
        distortions.Add(new Distortion { Of = of, Field = field, Json = json, CallsLeft = calls });

    public SimulatedAnswer Apply(SimulatedAnswer answer)
    {
        if (distortions.Count == 0 || answer.Body.IsEmpty || JsonNode.Parse(answer.Body.Span) is not JsonObject body) return answer;
        foreach (var distortion in distortions.Where(d => d.CallsLeft is not 0))
        {
            if (Distort(body, distortion)) distortion.CallsLeft--;
        }

        return answer with { Body = JsonSerializer.SerializeToUtf8Bytes(body) };
    }

    private static bool Distort(JsonObject body, Distortion distortion)
    {
        if (distortion.Of is null) return Set(body, distortion);
        var records = body.SelectMany(p => p.Value is JsonArray list ? list.AsEnumerable() : [p.Value]).OfType<JsonObject>();
        var struck = records.Where(r => IsOf(r, distortion.Of) && r.ContainsKey(distortion.Field)).ToList();
        struck.ForEach(r => Set(r, distortion));
        return struck.Count > 0;
    }

    private static bool IsOf(JsonObject record, string name) =>
        Text(record, "name") == name || Text(record, "host") == name || Text(record, "hypervisor_hostname") == name;

    private static string? Text(JsonObject record, string field) =>
        record[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool Set(JsonObject record, Distortion distortion)
    {
        if (!record.Remove(distortion.Field)) return false;
        if (distortion.Json is { } json) record[distortion.Field] = JsonNode.Parse(json);
        return true;
    }

    private sealed class Distortion
    {
        public required string? Of { get; init; }
        public required string Field { get; init; }
        public required string? Json { get; init; }
        public required int? CallsLeft { get; set; }
    }
}
