using System.Text.Json;
using System.Text.Json.Nodes;
using Masakari.Core.Events;

namespace Masakari.Core.Notifications;

/// <summary>Notifications as events show them.</summary>
internal static class NotificationEvents
{
    /// <summary>One that is about to be stored.</summary>
    public static EventObject Of(NotificationDraft draft, Guid host) => Payload(new JsonObject
    {
        ["generated_time"] = EventObject.Moment(draft.GeneratedAt),
        ["source_host_uuid"] = host.ToString(),
        ["type"] = draft.Type.ToText(),
        ["payload"] = Json(draft.PayloadJson),
        ["status"] = NotificationStatus.New.ToText(),
    });

    public static EventObject Of(Notification notification) => Payload(new JsonObject
    {
        ["id"] = notification.Id,
        ["notification_uuid"] = notification.Uuid.ToString(),
        ["generated_time"] = EventObject.Moment(notification.GeneratedAt),
        ["source_host_uuid"] = notification.SourceHostUuid.ToString(),
        ["type"] = notification.Type.ToText(),
        ["payload"] = Json(notification.PayloadJson),
        ["status"] = notification.Status.ToText(),
    });

    // A row of the Python original may hold any text.
    private static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static EventObject Payload(JsonObject data) => new("NotificationApiPayload", "1.0", data);
}
