using Masakari.Core.Configuration;

namespace Masakari.Host.Lifetime;

internal static class LifetimeRegistration
{
    /// <summary>What ties the process to the system that runs it.</summary>
    public static IServiceCollection AddLifetime(this IServiceCollection services) => services
        .AddSingleton(SystemdSocket.FromEnvironment(Environment.GetEnvironmentVariable))
        .AddHostedService<SystemdNotifier>();

    /// <summary>The configuration is read again when the operator says so.</summary>
    public static IServiceCollection AddReload(this IServiceCollection services, ConfSources sources, Func<Conf, Conf> readAll, Conf inForce) => services
        .AddSingleton(provider => new ConfReload(
            sources, readAll, inForce, provider.GetRequiredService<LogControl>(), provider.GetRequiredService<ILogger<ConfReload>>()))
        .AddHostedService<HangUp>()
        .AddHostedService<ReloadOrders>();
}
