using Masakari.Core.Configuration;
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
    };

    /// <summary>All names, as <c>[monitors] enabled</c> and the command line take them.</summary>
    public static IReadOnlyCollection<string> All => Drivers.Keys;

    internal static void Add(string name, IServiceCollection services, Conf conf) => Drivers[name](services, conf);
}
