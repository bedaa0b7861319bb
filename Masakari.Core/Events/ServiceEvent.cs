using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Core.Events;

/// <summary>One event in its envelope.</summary>
public sealed record ServiceEvent
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The id of the event.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Program and host that emit the event.</summary>
    public required string PublisherId { get; init; }

    /// <summary>Object, operation and phase, such as <c>segment.create.end</c>.</summary>
    public required string EventType { get; init; }

    /// <summary>Whether the operation failed.</summary>
    public required bool IsError { get; init; }

    /// <summary>The object that the event describes.</summary>
    public required JsonObject Payload { get; init; }

    /// <summary>The time of the event, UTC.</summary>
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
