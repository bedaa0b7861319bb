using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Core.OpenStack.InstanceHa;

/// <summary>How a caller reaches the API of Masakari.</summary>
public sealed record InstanceHaOptions
{
    /// <summary>Who calls; <see langword="null"/> = a service that asks for no token, and <see cref="Url"/> is needed.</summary>
    public KeystoneCredentials? Credentials { get; init; }

    /// <summary>Where the API is in the catalogue.</summary>
    public EndpointQuery Endpoint { get; init; } = InstanceHaClient.AnyEndpoint;

    /// <summary>
    /// Where the API is, whatever the catalogue says, with or without <c>/v1</c>; <see langword="null"/> = as the catalogue says.
    /// </summary>
    public Uri? Url { get; init; }

    /// <summary>TLS and time limits, for the API and for Keystone.</summary>
    public TransportOptions Transport { get; init; } = new();

    /// <summary>The version to ask for; <see langword="null"/> = the newest that both sides know.</summary>
    public ApiVersion? Microversion { get; init; }
}
