using System.Text.Json;
using Masakari.Core.Notifications;

namespace Masakari.Core.Recovery;

/// <summary>Reads the payload of a notification.</summary>
internal static class Payload
{
    /// <summary>A value of the payload, or null when it is missing, not a text, or the payload is no object.</summary>
    public static string? Text(Notification notification, string key)
    {
        using var document = JsonDocument.Parse(notification.PayloadJson);
        return document.RootElement.ValueKind == JsonValueKind.Object
               && document.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
    }
}
