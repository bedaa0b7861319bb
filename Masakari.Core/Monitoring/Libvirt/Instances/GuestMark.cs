namespace Masakari.Core.Monitoring.Libvirt.Instances;

/// <summary>How a guest was last seen.</summary>
internal enum GuestMark
{
    /// <summary>It had a process.</summary>
    Active,

    /// <summary>It was off because somebody had stopped it, or for a reason that nobody knows.</summary>
    Off,

    /// <summary>It had crashed, and this is reported or was so before the first look.</summary>
    Crashed,
}
