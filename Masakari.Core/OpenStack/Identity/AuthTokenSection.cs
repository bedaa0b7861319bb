using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Http;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>Reads <c>[keystone_authtoken]</c>: the account that may ask whose a token is.</summary>
internal static class AuthTokenSection
{
    /// <param name="conf">The configuration.</param>
    /// <param name="wanted">Whether tokens are checked at all; if not, nothing needs to be set.</param>
    public static IdentityOptions? Read(Conf conf, bool wanted)
    {
        var section = conf.Section("keystone_authtoken");
        _ = section.Text(
            "auth_type", "password", "How the account logs in.", was: ["auth_plugin"], choices: ["password", "v3password"]);
        var url = section.Uri("auth_url", null, "Keystone.");
        var options = new IdentityOptions { Credentials = Credentials(section, url), Endpoint = Endpoint(section), Transport = Connection(section) };
        if (!wanted)
            return null;
        if (url is null && !section.IsSet("auth_url"))
            section.Error("auth_url", "must be set: tokens are checked there (or auth_strategy = noauth2, on loopback only)");
        return options;
    }

    private static KeystoneCredentials Credentials(ConfSection section, Uri? url) => new()
    {
        AuthUrl = url ?? new Uri("http://localhost"),
        UserName = section.Text("username", null, "The account that looks tokens up.", was: ["user_name"]),
        UserId = section.Text("user_id", null, "Its id, instead of its name."),
        Password = section.Text("password", null, "Its password.", secret: true) ?? "",
        UserDomainName = section.Text("user_domain_name", null, "The name of its domain."),
        UserDomainId = section.Text("user_domain_id", null, "The id of its domain."),
        ProjectName = section.Text("project_name", null, "Its project, usually service.", was: ["tenant_name"]),
        ProjectId = section.Text("project_id", null, "The id of its project."),
        ProjectDomainName = section.Text("project_domain_name", null, "The name of the project's domain."),
        ProjectDomainId = section.Text("project_domain_id", null, "The id of the project's domain."),
        SystemScope = section.Text("system_scope", null, "all = ask for a token for the whole system instead of a project.") == "all",
    };

    private static EndpointQuery Endpoint(ConfSection section) => new()
    {
        Type = "identity",
        Interface = EndpointQuery.InterfaceOf(section.Text("interface", "internal", "Which of Keystone's endpoints is asked.")) ?? "internal",
        Region = section.Text("region_name", null, "Its region; unset = the first in the catalogue."),
    };

    private static TransportOptions Connection(ConfSection section)
    {
        var insecure = section.Bool("insecure", fallback: false, "Don't check Keystone's certificate.");
        if (insecure)
            section.Warn("insecure", "Keystone's certificate is not checked: whoever sits between can let anybody in");
        return new TransportOptions
        {
            CaFile = section.Text("cafile", null, "PEM file of the authorities to trust."),
            Insecure = insecure,
            ConnectLimit = section.OptionalSeconds("http_connect_timeout", "The longest wait for a connection to Keystone.", min: 1) ?? TimeSpan.FromSeconds(10),
        };
    }
}
