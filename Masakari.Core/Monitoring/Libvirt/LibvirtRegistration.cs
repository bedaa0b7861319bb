using Masakari.Core.Configuration;
using Masakari.Core.Monitoring.Libvirt.Instances;
using Masakari.Core.Monitoring.Libvirt.Interop;
using Masakari.Core.Monitoring.Libvirt.Introspection;
using Masakari.Core.Monitoring.Reports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Libvirt;

/// <summary>Adds the monitors that look at guests through libvirt.</summary>
internal static class LibvirtRegistration
{
    /// <summary>The file beside the reports in the spool.</summary>
    private const string SeenFile = "guests";

    public static IServiceCollection AddInstanceMonitor(this IServiceCollection services, Conf conf)
    {
        var options = InstanceMonitorOptions.Read(conf);
        return services.AddLibvirt(conf).AddSingleton<IMonitorDriver>(provider => new InstanceMonitor(
            provider.GetRequiredService<ILibvirt>(), options, Seen(provider), provider.GetRequiredService<MonitoredHost>().Name,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<InstanceMonitor>>()));
    }

    public static IServiceCollection AddIntrospectiveMonitor(this IServiceCollection services, Conf conf)
    {
        var options = IntrospectiveMonitorOptions.Read(conf);
        return services.AddLibvirt(conf).AddSingleton<IMonitorDriver>(provider => new IntrospectiveMonitor(
            provider.GetRequiredService<ILibvirt>(), options, provider.GetRequiredService<MonitoredHost>().Name,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<IntrospectiveMonitor>>()));
    }

    private static IServiceCollection AddLibvirt(this IServiceCollection services, Conf conf)
    {
        var options = LibvirtOptions.Read(conf);
        services.TryAddSingleton<ILibvirt>(
            provider => new LibvirtClient(options.ConnectionUri, provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static SeenGuests Seen(IServiceProvider provider) => new(
        Path.Combine(provider.GetRequiredService<SpoolOptions>().Folder, SeenFile),
        provider.GetRequiredService<ILogger<InstanceMonitor>>());
}
