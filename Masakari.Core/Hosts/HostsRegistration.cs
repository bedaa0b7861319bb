using Microsoft.Extensions.DependencyInjection;

namespace Masakari.Core.Hosts;

/// <summary>Adds this room to the host.</summary>
public static class HostsRegistration
{
    /// <summary>Reading and changing hosts. The registry needs an <see cref="IMaintenanceJournal"/>, which the recovery adds.</summary>
    public static IServiceCollection AddHosts(this IServiceCollection services) => services
        .AddSingleton<HostRepository>()
        .AddSingleton<HostWriter>()
        .AddSingleton<HostRegistry>();
}
