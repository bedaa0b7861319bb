using k8s;
using Masakari.Core.Commands;
using Masakari.Core.Configuration;
using Masakari.Core.Monitoring.Hosts.Consul;
using Masakari.Core.Monitoring.Hosts.Kubernetes;
using Masakari.Core.Monitoring.Hosts.Opinions;
using Masakari.Core.Monitoring.Hosts.Pacemaker;
using Masakari.Core.Monitoring.Reports;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Hosts;

/// <summary>Adds the host monitor.</summary>
internal static class HostsRegistration
{
    /// <summary>The file beside the reports in the spool.</summary>
    private const string RecordsFile = "hosts";

    public static IServiceCollection AddHostMonitor(this IServiceCollection services, Conf conf)
    {
        var (options, opinions) = (HostMonitorOptions.Read(conf), OpinionOptions.Read(conf));
        services.TryAddSingleton<ICommandRunner, CommandRunner>();
        return services
            .AddCluster(options, conf)
            .AddSingleton(options)
            .AddSingleton<HostViews>()
            .AddSingleton<ClusterLook>()
            .AddSingleton(Records)
            .AddSingleton(Known)
            .AddSingleton(provider => Opinions(provider, opinions))
            .AddSingleton<FailureGate>()
            .AddSingleton<IMonitorDriver, HostMonitor>();
    }

    /// <summary>The options of all drivers are read: the mistakes in them are told, whichever runs.</summary>
    private static IServiceCollection AddCluster(this IServiceCollection services, HostMonitorOptions options, Conf conf)
    {
        var pacemaker = PacemakerOptions.Read(conf) with { NeedsPowerOff = options.NeedsPowerOff };
        var consul = ConsulOptions.Read(conf, isUsed: options.Driver == HostMonitorOptions.Consul);
        var kubernetes = KubernetesOptions.Read(conf);
        return services.AddSingleton<ICluster>(provider => options.Driver switch
        {
            HostMonitorOptions.Consul => new ConsulCluster(
                [.. consul.Networks.Where(network => consul.Matrix.Sequence.Contains(network.Name))
                    .Select(network => new ConsulAgent(network, Http(), provider.GetRequiredService<TimeProvider>()))],
                consul.Matrix, provider.GetRequiredService<ILogger<ConsulCluster>>()),
            HostMonitorOptions.Kubernetes => new KubernetesCluster(
                () => new k8s.Kubernetes(KubernetesClientConfiguration.InClusterConfig()), kubernetes.Labels,
                provider.GetRequiredService<TimeProvider>()),
            _ => new PacemakerCluster(
                new ClusterTools(provider.GetRequiredService<ICommandRunner>(), pacemaker.ToolLimit), pacemaker,
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PacemakerCluster>>()),
        });
    }

    private static HostRecords Records(IServiceProvider provider) => new(
        Path.Combine(provider.GetRequiredService<SpoolOptions>().Folder, RecordsFile), provider.GetRequiredService<ILogger<HostMonitor>>());

    private static KnownHosts Known(IServiceProvider provider) => new(
        new RegisteredHosts(provider.GetRequiredService<InstanceHaClient>()).ListAsync, provider.GetRequiredService<TimeProvider>());

    private static SecondOpinions Opinions(IServiceProvider provider, OpinionOptions options)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        return new SecondOpinions(
            [.. options.Sources.Select(source => source switch
            {
                OpinionOptions.Ssh => new SshOpinion(
                    options.SshPort, options.Limit, provider.GetRequiredService<MonitoredHost>(), clock,
                    SshOpinion.ConnectAsync) as IOpinion,
                OpinionOptions.Nova => new NovaOpinion(Nova(provider), options.Limit, clock),
                _ => new PeersOpinion(options.PeerPages, Http(), options.Limit, clock),
            })],
            options.Wait, clock);
    }

    /// <summary>Nova under the account that sends the reports.</summary>
    private static INova Nova(IServiceProvider provider)
    {
        var sender = provider.GetRequiredService<SenderOptions>();
        return provider.GetRequiredService<OpenStackClients>().Nova(new NovaOptions
        {
            Credentials = sender.Account,
            Endpoint = new() { Type = "compute", Interface = sender.Endpoint.Interface, Region = sender.Endpoint.Region },
            Transport = sender.Transport,
        }).Reads;
    }

    /// <summary>For services of this host and its neighbours: no proxy, and no redirect to somewhere else.</summary>
    private static HttpMessageInvoker Http() => new(new SocketsHttpHandler
    {
        UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    });
}
