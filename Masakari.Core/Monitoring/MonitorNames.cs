using Masakari.Core.Configuration;
using Masakari.Core.Monitoring.Hosts;
using Masakari.Core.Monitoring.Libvirt;
using Masakari.Core.Monitoring.Libvirt.Instances;
using Masakari.Core.Monitoring.Libvirt.Introspection;
using Masakari.Core.Monitoring.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Monitoring;

/// <summary>The monitors that there are, by name.</summary>
public static class MonitorNames
{
    /// <summary>Adds the driver of a monitor, and reads its options.</summary>
    private static readonly Dictionary<string, Func<IServiceCollection, Conf, IServiceCollection>> Drivers = new()
    {
        [ProcessMonitor.DriverName] = ProcessesRegistration.AddProcessMonitor,
        [InstanceMonitor.DriverName] = LibvirtRegistration.AddInstanceMonitor,
        [IntrospectiveMonitor.DriverName] = LibvirtRegistration.AddIntrospectiveMonitor,
        [HostMonitor.DriverName] = HostsRegistration.AddHostMonitor,
    };

    /// <summary>All names, as <c>[monitors] enabled</c> and the command line take them.</summary>
    public static IReadOnlyCollection<string> All => Drivers.Keys;

    /// <summary>Those that look at guests through libvirt, which there is only on Linux.</summary>
    public static IReadOnlyCollection<string> OnlyLinux { get; } = [InstanceMonitor.DriverName, IntrospectiveMonitor.DriverName];

    internal static void Add(string name, IServiceCollection services, Conf conf) => Drivers[name](services, conf);
}
