using static Masakari.Core.Notifications.NotificationStatus;

namespace Masakari.Core.Notifications;

/// <summary>The status changes a notification may make. Finished, ignored and failed are final.</summary>
public static class NotificationLifecycle
{
    /// <summary>Whether a notification may move so. The last three are final.</summary>
    public static bool Allows(NotificationStatus from, NotificationStatus to) => (from, to) switch
    {
        (New, Running or Ignored or Failed) => true,
        (Running, Finished or Ignored or Error or Failed or New) => true,   // New: held
        (Error, Running or Failed or Ignored) => true,
        _ => false,
    };

    /// <summary>Whether nothing will happen to it any more.</summary>
    public static bool IsFinal(NotificationStatus status) => status is Finished or Ignored or Failed;
}
