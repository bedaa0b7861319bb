using Masakari.Core.Monitoring.Libvirt.Introspection;

namespace Masakari.Tests.RealHost;

internal static class Agents
{
    /// <summary>Waits until the monitor has heard the guest's agent in the state that it was in last.</summary>
    public static Task UntilWatchedAsync(MonitoredDaemon host, Guid guest) => LibvirtDaemon.UntilAsync(
        () => Task.FromResult(((IntrospectiveMonitor)host.Monitor).JournalOf(guest)?.State == JournalState.Healthy), "the agent answers");
}
