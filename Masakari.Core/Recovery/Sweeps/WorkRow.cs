using Masakari.Core.Notifications;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>A notification that a sweep found.</summary>
internal sealed record WorkRow
{
    public string Uuid { get; init; } = "";

    public string Type { get; init; } = "";

    /// <summary>The reported host; its uuid when nothing is known of it.</summary>
    public string Host { get; init; } = "";

    /// <summary>1 = no further attempt is due.</summary>
    public long IsOver { get; init; }

    /// <summary>Wakes a worker for it. A type that this version does not know is the business of the lane for hosts.</summary>
    public void Ring(NotificationQueue queue) =>
        queue.Ring(Guid.Parse(Uuid), NotificationText.ParseType(Type) ?? NotificationType.ComputeHost);
}
