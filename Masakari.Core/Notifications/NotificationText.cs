namespace Masakari.Core.Notifications;

/// <summary>The words for types and statuses, the same on the wire and in the table.</summary>
public static class NotificationText
{
    /// <summary>The word for a status.</summary>
    public static string ToText(this NotificationStatus status) => status switch
    {
        NotificationStatus.New => "new",
        NotificationStatus.Running => "running",
        NotificationStatus.Error => "error",
        NotificationStatus.Failed => "failed",
        NotificationStatus.Ignored => "ignored",
        NotificationStatus.Finished => "finished",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>The word for a type.</summary>
    public static string ToText(this NotificationType type) => type switch
    {
        NotificationType.ComputeHost => "COMPUTE_HOST",
        NotificationType.Vm => "VM",
        NotificationType.Process => "PROCESS",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The status that a word of the table names.</summary>
    internal static NotificationStatus ParseStatus(string text) =>
        Array.Find(Enum.GetValues<NotificationStatus>(), status => status.ToText() == text);

    /// <summary>The type that a word names, or <see langword="null"/>.</summary>
    public static NotificationType? ParseType(string? text) => text switch
    {
        "COMPUTE_HOST" => NotificationType.ComputeHost,
        "VM" => NotificationType.Vm,
        "PROCESS" => NotificationType.Process,
        _ => null,
    };
}
