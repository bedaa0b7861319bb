using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack;

/// <summary>Puts the clients together: one connection pool for each service and account. Disposing ends them all.</summary>
internal sealed class OpenStackClients(Transport transport, TimeProvider clock, Random jitter, ILoggerFactory loggers) : IDisposable
{
    private readonly List<RestClient> open = [];
    private readonly ILogger novaLog = loggers.CreateLogger<NovaClient>();
    private readonly ILogger keystoneLog = loggers.CreateLogger<KeystoneClient>();
    private readonly KeystoneClock keystoneClock = new(loggers.CreateLogger<KeystoneClock>());

    /// <summary>The reads and the changes of Nova, on the same connections and with the same token.</summary>
    public (INova Reads, INovaChanges Changes) Nova(NovaOptions options)
    {
        var client = Authorized("Nova", options.Credentials, options.Endpoint, options.Transport);
        return (new NovaClient(client, clock), new NovaChanges(client));
    }

    public IIdentity Identity(IdentityOptions options)
    {
        var keystone = Keystone(options.Transport, new ReadRetry(clock, jitter, keystoneLog, options.Retries));
        return new TokenValidator(keystone, Tokens(keystone, options.Credentials), options, clock, keystoneLog);
    }

    /// <summary>A client for a service of the catalogue, under one account.</summary>
    public AuthorizedClient Authorized(string service, KeystoneCredentials account, EndpointQuery endpoint, TransportOptions options) => new(
        service, Rest(service, options, novaLog), Tokens(Keystone(options, Retry(keystoneLog)), account), endpoint, Retry(novaLog), clock, novaLog);

    /// <summary>The token of one account, on connections of its own.</summary>
    public TokenSource Tokens(KeystoneCredentials account, TransportOptions options) =>
        Tokens(Keystone(options, Retry(keystoneLog)), account);

    public void Dispose() => open.ForEach(rest => rest.Dispose());

    private KeystoneClient Keystone(TransportOptions options, ReadRetry retry) =>
        new(Rest("Keystone", options, keystoneLog), retry, keystoneClock, keystoneLog);

    private TokenSource Tokens(KeystoneClient keystone, KeystoneCredentials account) => new(keystone, account, clock, keystoneLog);

    private ReadRetry Retry(ILogger logger) => new(clock, jitter, logger);

    private RestClient Rest(string service, TransportOptions options, ILogger logger)
    {
        var rest = new RestClient(service, transport(options), clock, logger);
        open.Add(rest);
        return rest;
    }
}
