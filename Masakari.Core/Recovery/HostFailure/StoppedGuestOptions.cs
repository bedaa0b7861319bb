using Masakari.Core.Configuration;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>What is done about instances that stopped together with their host, which no user asked for.</summary>
internal sealed record StoppedGuestOptions
{
    /// <summary>
    /// <c>power_sync_window</c>: an instance that Nova's power sync stopped within this time before the last heartbeat of its host is to be
    /// active; zero = it stays stopped.
    /// </summary>
    public TimeSpan PowerSyncWindow { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary><c>start_guests_of_returned_host</c>: start what ran before a host rebooted.</summary>
    public bool StartGuestsOfReturnedHost { get; init; } = true;

    /// <summary><c>returned_host_watch_seconds</c>: how long to wait until Nova notices which guests do not run.</summary>
    public TimeSpan ReturnedHostWatch { get; init; } = TimeSpan.FromSeconds(180);

    internal static StoppedGuestOptions Read(Conf conf)
    {
        var section = conf.Section("recovery");
        return new()
        {
            PowerSyncWindow = section.Seconds(
                "power_sync_window", 300,
                "Also start the instances that Nova found stopped, without a user, within this time before the last heartbeat of their host: "
                + "when a host shuts down in order, its guests stop first. A guest that its owner shut down from inside looks the same. "
                + "0 = leave such instances stopped.", min: 0),
            StartGuestsOfReturnedHost = section.Bool(
                "start_guests_of_returned_host", true,
                "Start the instances that were active when a host was reported and that its reboot stopped, when the host is back."),
            ReturnedHostWatch = section.Seconds(
                "returned_host_watch_seconds", 180,
                "How long to wait, when a host is back after missed heartbeats, until Nova notices which of its instances do not run. Nova "
                + "notices that at the first power sync after the start of nova-compute.", min: 0),
        };
    }
}
