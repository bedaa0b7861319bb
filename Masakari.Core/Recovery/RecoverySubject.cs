using Masakari.Core.Notifications;
using Masakari.Core.Persistence;

namespace Masakari.Core.Recovery;

/// <summary>What a notification has to be claimed as: one host, one recovery at a time.</summary>
internal static class RecoverySubject
{
    public static string Of(Notification notification) =>
        notification.Type == NotificationType.Vm && Payload.Text(notification, "instance_uuid") is { } instance && Guid.TryParse(instance, out var uuid)
            ? $"instance:{uuid.ToText()}"
            : $"host:{notification.SourceHostUuid.ToText()}";
}
