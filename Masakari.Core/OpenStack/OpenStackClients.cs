using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack;

/// <summary>Puts the clients together: one connection pool for each service and account. Disposing ends them all.</summary>
internal sealed class OpenStackClients(Transport transport, TimeProvider clock, Random jitter, ILoggerFactory loggers) : IDisposable
{
    private readonly List<RestClient> open = [];
    private readonly ILogger novaLog = loggers.CreateLogger<NovaClient>();
    private readonly ILogger masakariLog = loggers.CreateLogger<InstanceHaClient>();
    private readonly ILogger keystoneLog = loggers.CreateLogger<KeystoneClient>();
    private readonly KeystoneClock keystoneClock = new(loggers.CreateLogger<KeystoneClock>());

    /// <summary>The reads and the changes of Nova, on the same connections and with the same token.</summary>
    public (INova Reads, INovaChanges Changes) Nova(NovaOptions options)
    {
        var rest = Rest("Nova", options.Transport, novaLog, NovaClient.IsOwn404);
        var client = Authorized("Nova", rest, options.Credentials, options.Endpoint, options.Transport);
        var reads = new NovaClient(client, clock);
        return (reads, new NovaChanges(client, reads, new ChangePlaces(options.MaxChangesInFlight)));
    }

    public IIdentity Identity(IdentityOptions options)
    {
        var keystone = Keystone(options.Transport, new ReadRetry(clock, jitter, keystoneLog, options.Retries));
        return new TokenValidator(keystone, Tokens(keystone, options.Credentials), options, clock, keystoneLog);
    }

    /// <summary>The API of Masakari, this service or the Python original, under one account.</summary>
    /// <param name="account">The caller.</param>
    /// <param name="endpoint">Where it is in the catalogue.</param>
    /// <param name="options">TLS and time-outs, for the API and for the account's Keystone.</param>
    /// <param name="microversion">As <see cref="InstanceHaClient"/> takes it.</param>
    public InstanceHaClient InstanceHa(KeystoneCredentials account, EndpointQuery endpoint, TransportOptions options, string? microversion)
    {
        var tokens = Tokens(Keystone(options, Retry(keystoneLog)), account);
        var rest = Rest("Masakari", options, masakariLog);
        var client = new AuthorizedClient("Masakari", rest, tokens, endpoint, Retry(masakariLog), clock, masakariLog) { RootOf = ApiRoot.Of };
        return new InstanceHaClient(client, microversion);
    }

    /// <summary>The same for a person who waits for the answer: nothing is repeated, and the newest version is asked for.</summary>
    /// <param name="options">The caller, or none, and where the API is.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="OpenStackException">The caller cannot log in, or the API does not answer.</exception>
    public Task<InstanceHaClient> InstanceHaAsync(InstanceHaOptions options, CancellationToken ct)
    {
        ITokenSource tokens = options.Credentials is { } account
            ? Tokens(Keystone(options.Transport, Retry(keystoneLog, retries: 0)), account)
            : new NoTokens();
        var rest = Rest("Masakari", options.Transport, masakariLog);
        var client = new AuthorizedClient("Masakari", rest, tokens, options.Endpoint, Retry(masakariLog, retries: 0), clock, masakariLog)
        {
            RootOf = ApiRoot.Of,
            InsteadOfCatalogue = options.Url,
        };
        return InstanceHaClient.OfNewestAsync(client, options.Microversion, ct);
    }

    /// <summary>A client for a service of the catalogue, under one account.</summary>
    public AuthorizedClient Authorized(string service, KeystoneCredentials account, EndpointQuery endpoint, TransportOptions options) =>
        Authorized(service, Rest(service, options, novaLog), account, endpoint, options);

    /// <summary>The token of one account, on connections of its own.</summary>
    public TokenSource Tokens(KeystoneCredentials account, TransportOptions options) =>
        Tokens(Keystone(options, Retry(keystoneLog)), account);

    public void Dispose() => open.ForEach(rest => rest.Dispose());

    private AuthorizedClient Authorized(
        string service, RestClient rest, KeystoneCredentials account, EndpointQuery endpoint, TransportOptions options) => new(
        service, rest, Tokens(Keystone(options, Retry(keystoneLog)), account), endpoint, Retry(novaLog), clock, novaLog);

    private KeystoneClient Keystone(TransportOptions options, ReadRetry retry) =>
        new(Rest("Keystone", options, keystoneLog), retry, keystoneClock, keystoneLog);

    private TokenSource Tokens(KeystoneClient keystone, KeystoneCredentials account) => new(keystone, account, clock, keystoneLog);

    private ReadRetry Retry(ILogger logger, int retries = 2) => new(clock, jitter, logger, retries);

    private RestClient Rest(string service, TransportOptions options, ILogger logger, Func<Answer, bool>? isOwn404 = null)
    {
        var rest = isOwn404 is null
            ? new RestClient(service, transport(options), clock, logger)
            : new RestClient(service, transport(options), clock, logger) { IsOwn404 = isOwn404 };
        open.Add(rest);
        return rest;
    }
}
