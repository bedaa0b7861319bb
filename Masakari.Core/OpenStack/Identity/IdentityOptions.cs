using Masakari.Core.OpenStack.Http;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>[keystone_authtoken]: how the API checks callers' tokens.</summary>
public sealed record IdentityOptions
{
    /// <summary>The account that may look tokens up.</summary>
    public required KeystoneCredentials Credentials { get; init; }

    /// <summary>Which of the catalogue's Keystone endpoints is asked; the account's own address when there is none.</summary>
    public EndpointQuery Endpoint { get; init; } = new() { Type = "identity", Interface = "internal" };

    /// <summary>TLS and time-outs of the connection.</summary>
    public TransportOptions Transport { get; init; } = new();
}
