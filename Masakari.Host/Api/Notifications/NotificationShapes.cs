using System.Text.RegularExpressions;
using Masakari.Host.Api.Bodies;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Notifications;

/// <summary>The shape of the body of a notification. The rules for the payload are in <see cref="PayloadShape"/>.</summary>
internal static partial class NotificationShapes
{
    private static readonly BodyShape Notification = new("notification",
    [
        new("type", FieldTypes.OneOf("()", "COMPUTE_HOST", "VM", "PROCESS")) { Required = true },
        new("hostname", FieldTypes.Text(min: 1, max: 255, HostName())) { Required = true },
        new("generated_time", FieldTypes.Moment) { Required = true },
        new("payload", PayloadShape.CheckAny) { Required = true },
    ])
    { UnknownKeysFirst = false };

    public static BodyShape Create(Microversion version) => Notification;

    [GeneratedRegex(@"^[a-zA-Z0-9-._]*\z")]
    private static partial Regex HostName();
}
