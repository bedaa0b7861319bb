using System.Text.Json.Nodes;
using Masakari.Core.Events;

namespace Masakari.Core.Segments;

/// <summary>Segments as events show them.</summary>
internal static class SegmentEvents
{
    /// <summary>One that is about to be created.</summary>
    public static EventObject Of(SegmentDraft draft) => Payload(new JsonObject
    {
        ["name"] = draft.Name,
        ["service_type"] = draft.ServiceType,
        ["description"] = draft.Description,
        ["recovery_method"] = draft.RecoveryMethod.ToText(),
        ["enabled"] = draft.Enabled,
    });

    public static EventObject Of(Segment segment) => Payload(new JsonObject
    {
        ["id"] = segment.Id,
        ["uuid"] = segment.Uuid.ToString(),
        ["name"] = segment.Name,
        ["service_type"] = segment.ServiceType,
        ["description"] = segment.Description,
        ["recovery_method"] = segment.RecoveryMethod.ToText(),
        ["enabled"] = segment.Enabled,
    });

    /// <summary>One inside another object, with all that the API shows of it.</summary>
    public static JsonObject Nested(Segment segment) => new EventObject("FailoverSegment", "1.1", new JsonObject
    {
        ["id"] = segment.Id,
        ["uuid"] = segment.Uuid.ToString(),
        ["name"] = segment.Name,
        ["service_type"] = segment.ServiceType,
        ["enabled"] = segment.Enabled,
        ["description"] = segment.Description,
        ["recovery_method"] = segment.RecoveryMethod.ToText(),
        ["created_at"] = EventObject.Moment(segment.CreatedAt),
        ["updated_at"] = segment.UpdatedAt is { } updated ? EventObject.Moment(updated) : null,
        ["deleted_at"] = null,
        ["deleted"] = false,
    }).ToJson();

    private static EventObject Payload(JsonObject data) => new("SegmentApiPayload", "1.1", data);
}
