namespace Masakari.Host.Sandbox;

/// <summary>What the guests of a host do when its nova-compute starts again.</summary>
internal enum GuestsAfterRestart
{
    /// <summary>They run (resume_guests_state_on_host_boot, or only nova-compute had died).</summary>
    Run,

    /// <summary>They stay off, as after a reboot; nova-compute's power sync then writes `stopped` in nobody's name.</summary>
    StayOff,
}
