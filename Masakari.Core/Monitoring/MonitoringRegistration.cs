using Masakari.Core.Configuration;
using Masakari.Core.Monitoring.Reports;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.InstanceHa;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Masakari.Core.Monitoring;

/// <summary>Adds the monitors of a compute host.</summary>
public static class MonitoringRegistration
{
    /// <summary>Adds what all monitors share, and the monitors that are named. The options of all monitors are read.</summary>
    /// <param name="services">The container; a <see cref="TimeProvider"/> is in it.</param>
    /// <param name="conf">The configuration, masakarimonitors.conf.</param>
    /// <param name="monitors">Which ones run; empty = those of <c>[monitors] enabled</c>.</param>
    public static IServiceCollection AddMonitoring(this IServiceCollection services, Conf conf, IReadOnlyList<string> monitors)
    {
        var options = MonitorsOptions.Read(conf);
        var wanted = monitors.Count > 0 ? monitors : options.Enabled;
        foreach (var name in MonitorNames.All)
            MonitorNames.Add(name, wanted.Contains(name) ? services : new ServiceCollection(), conf);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<Transport>(SocketTransport.Create);
        return services
            .AddSingleton(options)
            .AddSingleton(MonitoredHost.Read(conf))
            .AddSingleton(SpoolOptions.Read(conf))
            .AddSingleton(SenderOptions.Read(conf))
            .AddSingleton<OpenStackClients>()
            .AddSingleton(provider => Api(provider.GetRequiredService<OpenStackClients>(), provider.GetRequiredService<SenderOptions>()))
            .AddSingleton<ReportSpool>()
            .AddSingleton<IReports>(provider => provider.GetRequiredService<ReportSpool>())
            .AddSingleton<MonitorSupervisor>()
            .AddSingleton(provider => new MonitoringHealth(
                provider.GetRequiredService<MonitorSupervisor>(), provider.GetRequiredService<ReportSpool>(), options,
                provider.GetRequiredService<MonitoredHost>(), provider.GetRequiredService<TimeProvider>()))
            .AddHostedService<HostNameCheck>()
            .AddHostedService<ReportSender>()
            .AddHostedService(provider => provider.GetRequiredService<MonitorSupervisor>());
    }

    // Reports are older than microversions: the monitors of the original ask for none.
    private static InstanceHaClient Api(OpenStackClients clients, SenderOptions options) =>
        clients.InstanceHa(options.Account, options.Endpoint, options.Transport, microversion: null);
}
