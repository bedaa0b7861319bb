namespace Masakari.Core.Notifications;

/// <summary>What of the [DEFAULT] section decides which reports are accepted.</summary>
public sealed record IntakeOptions
{
    /// <summary>How long after a host's report an equal one is refused (duplicate_notification_detection_interval).</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromSeconds(180);
}
