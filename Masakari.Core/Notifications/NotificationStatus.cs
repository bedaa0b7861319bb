namespace Masakari.Core.Notifications;

/// <summary>Where a notification stands, in the words that the original stores and clients know.</summary>
public enum NotificationStatus
{
    /// <summary>Accepted; nobody works on it yet.</summary>
    New,

    /// <summary>A worker owns it.</summary>
    Running,

    /// <summary>An attempt failed; it will be tried again until its deadline.</summary>
    Error,

    /// <summary>Given up. Final.</summary>
    Failed,

    /// <summary>Nothing to act on. Final.</summary>
    Ignored,

    /// <summary>Recovered, or nothing was to be done. Final.</summary>
    Finished,
}
