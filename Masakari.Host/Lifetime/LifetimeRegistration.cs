using Masakari.Core.Configuration;
using Masakari.Core.Recovery.Liveness;
using Microsoft.Extensions.Hosting.Systemd;

namespace Masakari.Host.Lifetime;

internal static class LifetimeRegistration
{
    /// <summary>What ties the process to the system that runs it: Windows' service manager, systemd, or a terminal.</summary>
    public static IServiceCollection AddLifetime(this IServiceCollection services) => services
        .AddWindowsService(service => service.ServiceName = "masakari")   // does nothing unless the service manager started the process
        .AddNotifySocket(Environment.GetEnvironmentVariable);

    /// <summary>
    /// Tells systemd when the service is ready, that it lives, and when it stops, if systemd named a socket for that. The library's own
    /// AddSystemd does so only where systemd is the direct parent, not behind a shell: then <c>Type=notify</c> would wait in vain.
    /// </summary>
    internal static IServiceCollection AddNotifySocket(this IServiceCollection services, Func<string, string?> variable)
    {
        if (string.IsNullOrEmpty(variable("NOTIFY_SOCKET")))
            return services;
        if (WatchdogPulse.LimitFrom(variable) is { } limit)
        {
            services.AddHostedService(provider => new WatchdogPulse(
                limit, provider.GetRequiredService<ISystemdNotifier>(), provider.GetRequiredService<Pulses>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WatchdogPulse>>()));
        }

        return services
            .AddSingleton<SystemdNotifier>()
            .AddSingleton<ISystemdNotifier, ForgivingNotifier>()
            .AddSingleton<IHostLifetime, SystemdLifetime>()
            .AddHostedService<Interrupt>();
    }

    /// <summary>The configuration is read again when the operator says so.</summary>
    public static IServiceCollection AddReload(
        this IServiceCollection services, ConfSources sources, Func<Conf, Conf> readAll, Conf inForce) => services
        .AddReloadBySignal(sources, readAll, inForce)
        .AddHostedService<ReloadOrders>();

    /// <summary>The configuration is read again at SIGHUP alone: a process without a database gets no other orders.</summary>
    public static IServiceCollection AddReloadBySignal(
        this IServiceCollection services, ConfSources sources, Func<Conf, Conf> readAll, Conf inForce) => services
        .AddSingleton(provider => new ConfReload(
            sources, readAll, inForce, provider.GetRequiredService<LogControl>(), provider.GetRequiredService<ILogger<ConfReload>>()))
        .AddHostedService<HangUp>();
}
