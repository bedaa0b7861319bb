using Masakari.Core.Configuration;

namespace Masakari.Core.Notifications;

/// <summary>What of the [DEFAULT] section decides which reports are accepted.</summary>
public sealed record IntakeOptions
{
    /// <summary>How long after a host's report an equal one is refused (duplicate_notification_detection_interval).</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Which reports about guests are acted on; all others are stored as ignored.</summary>
    public GuestEvents GuestEvents { get; init; } = new();

    /// <summary>Reads the options. Mistakes are kept in <see cref="Conf.Errors"/> and <see cref="Conf.Warnings"/>.</summary>
    public static IntakeOptions Read(Conf conf) => new()
    {
        DuplicateWindow = conf.Default.Seconds(
            "duplicate_notification_detection_interval", 180,
            "How long after a notification about a host an equal one is rejected, unless the first one failed.", min: 0),
        GuestEvents = GuestEvents.Read(conf),
    };
}
