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

    internal static StoppedGuestOptions Read(Conf conf) => new()
    {
        PowerSyncWindow = conf.Section("recovery").Seconds(
            "power_sync_window", 300,
            "Also start the instances that Nova found stopped, without a user, within this time before the last heartbeat of their host: "
            + "when a host shuts down in order, its guests stop first. A guest that its owner shut down from inside looks the same. "
            + "0 = leave such instances stopped.", min: 0),
    };
}
