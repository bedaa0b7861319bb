namespace Masakari.Core.Monitoring.Libvirt.Instances;

/// <summary>Whether what was reported of a guest is still so.</summary>
internal static class ReportRules
{
    /// <param name="name">What was reported.</param>
    /// <param name="now">The guest as it is; <see langword="null"/> = it is gone.</param>
    public static bool Holds(EventName name, GuestView? now)
    {
        if (name == EventName.Crash)
            // libvirt forgets why a guest is off when its daemon is restarted: off for an unknown reason may still be that crash.
            return now is { HasCrashed: true } or { State: GuestState.ShutOff, Reason: ShutOffReason.Unknown };
        return name != EventName.IoError || now is { IsActive: true };
    }
}
