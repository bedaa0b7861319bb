using System.Text.Json;
using Masakari.Core.Notifications;
using Masakari.Core.Segments;
using Masakari.Core.VMoves;

namespace Masakari.Host.Api.Wire;

/// <summary>Enums as words on the wire.</summary>
internal static class Words
{
    public static string ToText(this RecoveryMethod method) => Snake(method);

    public static string ToText(this NotificationStatus status) => Snake(status);

    public static string ToText(this NotificationType type) => Snake(type).ToUpperInvariant();

    public static string ToText(this VMoveStatus status) => Snake(status);

    private static string Snake<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
