using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack;

/// <summary>Adds the OpenStack room.</summary>
public static class OpenStackRegistration
{
    /// <summary>
    /// Adds <see cref="INova"/>, <see cref="INovaChanges"/> and <see cref="ServerWatcher"/> under the privileged account, and <see cref="IIdentity"/> when
    /// callers' tokens are checked. Real connections, unless a <see cref="Transport"/> was added before.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="nova">How Nova is reached.</param>
    /// <param name="identity">How tokens are checked; <see langword="null"/> adds no <see cref="IIdentity"/> (noauth2).</param>
    public static IServiceCollection AddOpenStack(this IServiceCollection services, NovaOptions nova, IdentityOptions? identity)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<Transport>(SocketTransport.Create);
        services.TryAddSingleton<OpenStackClients>();
        services.AddSingleton(provider => new NovaSeam(provider.GetRequiredService<OpenStackClients>(), nova));
        services.AddSingleton(provider => provider.GetRequiredService<NovaSeam>().Reads);
        services.AddSingleton(provider => provider.GetRequiredService<NovaSeam>().Changes);
        services.AddSingleton(provider => new ServerWatcher(
            provider.GetRequiredService<INova>(),
            nova.VerifyInterval,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ServerWatcher>>()));
        if (identity is not null) services.AddSingleton(provider => provider.GetRequiredService<OpenStackClients>().Identity(identity));
        return services;
    }

    private sealed class NovaSeam
    {
        public NovaSeam(OpenStackClients clients, NovaOptions options) => (Reads, Changes) = clients.Nova(options);

        public INova Reads { get; }

        public INovaChanges Changes { get; }
    }
}
