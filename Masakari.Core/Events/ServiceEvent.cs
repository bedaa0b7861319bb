using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Core.Events;

/// <summary>One event in its envelope.</summary>
public sealed record ServiceEvent
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Its identity.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Who tells it: program and host.</summary>
    public required string PublisherId { get; init; }

    /// <summary>What it is about: thing, deed and phase, such as <c>segment.create.end</c>.</summary>
    public required string EventType { get; init; }

    /// <summary>Whether something went wrong.</summary>
    public required bool IsError { get; init; }

    /// <summary>The thing it is about.</summary>
    public required JsonObject Payload { get; init; }

    /// <summary>When it was told: UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The whole envelope in one line of JSON.</summary>
    public string ToJson() => new JsonObject
    {
        ["message_id"] = MessageId.ToString(),
        ["publisher_id"] = PublisherId,
        ["event_type"] = EventType,
        ["priority"] = IsError ? "ERROR" : "INFO",
        ["payload"] = Payload.DeepClone(),
        ["timestamp"] = Timestamp.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
    }.ToJsonString(Readable);
}
