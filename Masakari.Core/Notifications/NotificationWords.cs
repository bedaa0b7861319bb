namespace Masakari.Core.Notifications;

/// <summary>The words of a notification's status and type in the table and on the wire.</summary>
internal static class NotificationWords
{
    public static string ToText(this NotificationStatus status) => status switch
    {
        NotificationStatus.New => "new",
        NotificationStatus.Running => "running",
        NotificationStatus.Error => "error",
        NotificationStatus.Failed => "failed",
        NotificationStatus.Ignored => "ignored",
        NotificationStatus.Finished => "finished",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string ToText(this NotificationType type) => type switch
    {
        NotificationType.ComputeHost => "COMPUTE_HOST",
        NotificationType.Vm => "VM",
        NotificationType.Process => "PROCESS",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <exception cref="FormatException">No such word.</exception>
    public static NotificationStatus ToStatus(string word) => word switch
    {
        "new" => NotificationStatus.New,
        "running" => NotificationStatus.Running,
        "error" => NotificationStatus.Error,
        "failed" => NotificationStatus.Failed,
        "ignored" => NotificationStatus.Ignored,
        "finished" => NotificationStatus.Finished,
        _ => throw new FormatException($"'{word}' is not a status of a notification."),
    };

    /// <exception cref="FormatException">No such word.</exception>
    public static NotificationType ToType(string word) => word switch
    {
        "COMPUTE_HOST" => NotificationType.ComputeHost,
        "VM" => NotificationType.Vm,
        "PROCESS" => NotificationType.Process,
        _ => throw new FormatException($"'{word}' is not a type of notification."),
    };
}
