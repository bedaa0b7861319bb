namespace Masakari.Core.Monitoring.Libvirt.Instances;

/// <summary>Decides from two looks at a guest whether it crashed in between.</summary>
internal static class CrashRules
{
    private const int Undefined = 1, Started = 2, Suspended = 3, Resumed = 4, Stopped = 5, StoppedCrashed = 2, StoppedFailed = 5;

    /// <summary>Whether a guest that nobody watched meanwhile crashed.</summary>
    /// <param name="before">How it was last seen; <see langword="null"/> = it did not exist then.</param>
    /// <param name="now">How it is.</param>
    public static bool CrashedSince(GuestMark? before, GuestView now) => now switch
    {
        { HasCrashed: false } => false,
        // A guest that did not run before has run meanwhile: libvirt gives this reason only when a process ended.
        { Reason: ShutOffReason.Crashed } => before != GuestMark.Crashed,
        // This reason is also given when a guest could not be started at all: that is no crash.
        _ => before == GuestMark.Active,
    };

    /// <summary>The mark for what was seen.</summary>
    public static GuestMark MarkOf(GuestView now) => now.IsActive ? GuestMark.Active : now.HasCrashed ? GuestMark.Crashed : GuestMark.Off;

    /// <summary>The mark after an event.</summary>
    /// <returns><see langword="null"/> = the guest is no longer defined, or never was.</returns>
    public static GuestMark? After(GuestMark? before, GuestEvent happened) => (happened.Id, happened.Value, happened.Detail) switch
    {
        (GuestEventId.Lifecycle, Started or Suspended or Resumed, _) => GuestMark.Active,
        (GuestEventId.Lifecycle, Stopped, StoppedFailed or StoppedCrashed) => GuestMark.Crashed,
        (GuestEventId.Lifecycle, Stopped, _) => GuestMark.Off,
        // A guest that runs may lose its definition, and runs on.
        (GuestEventId.Lifecycle, Undefined, _) => before == GuestMark.Active ? before : null,
        _ => before,
    };
}
