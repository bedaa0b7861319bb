using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Core.OpenStack.Nova;

/// <summary>[DEFAULT]: how Nova is reached and watched.</summary>
public sealed record NovaOptions
{
    /// <summary>The shortest pause between two polls.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(0.2);

    /// <summary>The privileged account (os_privileged_user_*, os_user_domain_name, os_project_domain_name, os_system_scope).</summary>
    public required KeystoneCredentials Credentials { get; init; }

    /// <summary>Where Nova is in the catalogue (nova_catalog_admin_info, os_region_name).</summary>
    public EndpointQuery Endpoint { get; init; } = new() { Type = "compute", Name = "nova" };

    /// <summary>TLS (nova_ca_certificates_file, nova_api_insecure), for Nova and for the account's Keystone.</summary>
    public TransportOptions Transport { get; init; } = new();

    /// <summary>verify_interval: from one poll to the next while somebody waits; 0.2 s or more.</summary>
    public TimeSpan VerifyInterval { get; init; } = TimeSpan.FromSeconds(1);
}
