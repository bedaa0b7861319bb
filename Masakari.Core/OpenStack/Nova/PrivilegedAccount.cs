using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Core.OpenStack.Nova;

/// <summary>Reads from <c>[DEFAULT]</c> how Nova is reached and under which account.</summary>
internal static class PrivilegedAccount
{
    public static NovaOptions Read(Conf conf)
    {
        var section = conf.Default;
        var catalog = section.Text("nova_catalog_admin_info", "compute:nova:publicURL", "Where Nova is in the catalogue, as type:name:interface.");
        var region = section.Text("os_region_name", null, "The region of Nova; unset = the first in the catalogue.");
        if (EndpointQuery.Parse(catalog, region) is not { } endpoint)
        {
            section.Error("nova_catalog_admin_info", "must be type:name:interface, such as compute:nova:publicURL");
            endpoint = new EndpointQuery { Type = "compute" };
        }

        return new NovaOptions
        {
            Credentials = Credentials(section),
            Endpoint = endpoint,
            Transport = Connection(section),
            VerifyInterval = TimeSpan.FromSeconds(section.Int("verify_interval", 1, "Pause between two looks at Nova, in seconds.", min: 0)),
        };
    }

    private static KeystoneCredentials Credentials(ConfSection section) => new()
    {
        AuthUrl = section.Uri("os_privileged_user_auth_url", null, "Keystone for the privileged account.") ?? Missing(section, "os_privileged_user_auth_url"),
        UserName = Needed(section, "os_privileged_user_name", section.Text("os_privileged_user_name", null, "The account that may evacuate; it needs the admin role.")),
        Password = Needed(section, "os_privileged_user_password", section.Text("os_privileged_user_password", null, "Its password.", secret: true)),
        ProjectName = section.Text("os_privileged_user_tenant", null, "Its project, usually service."),
        UserDomainName = section.Text("os_user_domain_name", "default", "The name of the account's domain."),
        ProjectDomainName = section.Text("os_project_domain_name", "default", "The name of the project's domain."),
        SystemScope = section.Text("os_system_scope", null, "all = ask for a token for the whole system instead of a project.") == "all",
    };

    private static TransportOptions Connection(ConfSection section)
    {
        var insecure = section.Bool("nova_api_insecure", fallback: false, "Don't check the certificates of Nova and its Keystone.");
        if (insecure)
            section.Warn("nova_api_insecure", "certificates are not checked: whoever sits between can read the privileged account's password");
        return new TransportOptions
        {
            CaFile = section.Text("nova_ca_certificates_file", null, "PEM file of the authorities to trust for Nova and its Keystone."),
            Insecure = insecure,
        };
    }

    private static string Needed(ConfSection section, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            section.Error(name, "must be set: without the privileged account nothing can be recovered");
        return value ?? "";
    }

    private static Uri Missing(ConfSection section, string name)
    {
        if (!section.IsSet(name))
            section.Error(name, "must be set: without the privileged account nothing can be recovered");
        return new Uri("http://localhost");
    }
}
