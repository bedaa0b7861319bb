using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Core.OpenStack.Nova;

/// <summary>How Nova is reached and watched.</summary>
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

    /// <summary>max_changes_in_flight: changes of instances under way at the same time in this process.</summary>
    public int MaxChangesInFlight { get; init; } = 32;

    /// <summary>
    /// Reads the options; what is missing or wrong is kept in <see cref="Conf.Errors"/>, and the result then is of no use.
    /// </summary>
    public static NovaOptions Read(Conf conf)
    {
        var options = new NovaOptions
        {
            Credentials = ReadAccount(conf.Default),
            Endpoint = ReadEndpoint(conf.Default),
            Transport = new TransportOptions
            {
                CaFile = conf.Default.CaFile(
                    "nova_ca_certificates_file",
                    "PEM file of the CA certificates for Nova, and for Keystone when the privileged account logs in. Unset = the CA "
                    + "certificates of the system."),
                Insecure = conf.Default.Bool(
                    "nova_api_insecure", fallback: false,
                    "Do not verify the certificates of Nova, and of Keystone when the privileged account logs in."),
            },
            VerifyInterval = ReadVerifyInterval(conf.Default),
            MaxChangesInFlight = conf.Section("recovery").Int(
                "max_changes_in_flight", 32,
                "The number of changes of instances (lock, evacuate, stop and so on) at the same time in this process. Each is one request "
                + "to Nova.", min: 1),
        };
        conf.Default.WarnOfScope(options.Credentials, "os_privileged_user_tenant", "os_user_domain_name", "os_project_domain_name");
        if (options.Transport.Insecure) conf.Default.Warn("nova_api_insecure", "the certificates of Nova and Keystone are not verified: "
            + "an attacker in the network can read the password of the account");
        return options;
    }

    /// <summary>verify_interval, which the recovery's own waits share.</summary>
    internal static TimeSpan ReadVerifyInterval(ConfSection top)
    {
        var interval = top.Seconds(
            "verify_interval", fallback: 1,
            "The interval between two polls of Nova during a recovery. 0 = the shortest interval, 0.2 seconds.", min: 0);
        return interval < ShortestInterval ? ShortestInterval : interval;
    }

    private static KeystoneCredentials ReadAccount(ConfSection top) => new()
    {
        AuthUrl = top.Needed("os_privileged_user_auth_url", top.Uri(
            "os_privileged_user_auth_url", null, "The URL of Keystone for the privileged account, with or without /v3. Required.")),
        UserName = top.Needed("os_privileged_user_name", top.Text(
            "os_privileged_user_name", null, "The privileged account, which calls Nova. The account needs the role admin. Required.")),
        Password = top.Needed("os_privileged_user_password", top.Text(
            "os_privileged_user_password", null, "The password of the privileged account. Required.", secret: true)),
        ProjectName = top.Text(
            "os_privileged_user_tenant", null,
            "The name of the privileged account's project. Unset = the default project of the account in Keystone."),
        UserDomainName = top.Text("os_user_domain_name", "default", "The name of the privileged account's domain."),
        ProjectDomainName = top.Text("os_project_domain_name", "default", "The name of the domain of that project."),
        SystemScope = top.Text(
            "os_system_scope", null, "all: log in with system scope instead of the project. Unset = project scope.") == "all",
    };

    private static EndpointQuery ReadEndpoint(ConfSection top)
    {
        var text = top.Text(
            "nova_catalog_admin_info", "compute:nova:publicURL",
            "The endpoint of Nova in the catalogue, as type:name:interface. An empty name matches every name.");
        var region = top.Text("os_region_name", null, "The region of Nova. Unset = the first region in the catalogue.");
        if (EndpointQuery.Parse(text, string.IsNullOrEmpty(region) ? null : region) is { } query) return query;
        top.Error("nova_catalog_admin_info", $"'{text}' is not type:name:interface with publicURL, internalURL or adminURL");
        return new EndpointQuery { Type = "compute" };
    }
}
