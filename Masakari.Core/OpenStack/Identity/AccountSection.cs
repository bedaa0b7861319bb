using Masakari.Core.Configuration;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>Reads an account as the client libraries of OpenStack spell it in a section.</summary>
internal static class AccountSection
{
    private static readonly string[] Types = ["password", "v3password"];

    public static KeystoneCredentials Read(ConfSection section, bool needed)
    {
        section.Text("auth_type", "password", "How to log in.", was: [$"{section.Name}.auth_plugin"], choices: Types);
        var url = section.Uri("auth_url", null, "Keystone's address, with or without /v3.");
        var name = section.Text("username", null, "The account that may look tokens up.", was: [$"{section.Name}.user_name"]);
        var id = section.Text("user_id", null, "Its id, instead of username and domain.");
        var password = section.Text("password", null, "Its password.", secret: true);
        var domainId = section.Text("default_domain_id", null, "The domain of user and project where none is given for them.");
        var domainName = section.Text("default_domain_name", null, "As default_domain_id, by name.");
        var account = new KeystoneCredentials
        {
            AuthUrl = needed ? section.Needed("auth_url", url) : url ?? ConfNeeds.NoAddress,
            UserName = needed && id is null ? section.Needed("username", name) : name,
            UserId = id,
            Password = needed ? section.Needed("password", password) : password ?? "",
            UserDomainId = section.Text("user_domain_id", domainId, "The id of its domain."),
            UserDomainName = section.Text("user_domain_name", domainName, "The name of its domain."),
            ProjectId = section.Text("project_id", null, "The id of its project.", was: [$"{section.Name}.tenant_id"]),
            ProjectName = section.Text("project_name", null, "Its project.", was: [$"{section.Name}.tenant_name"]),
            ProjectDomainId = section.Text("project_domain_id", domainId, "The id of its project's domain."),
            ProjectDomainName = section.Text("project_domain_name", domainName, "The name of its project's domain."),
            SystemScope = section.Text("system_scope", null, "all: take a token for the whole system instead of a project.") == "all",
        };
        if (needed) section.WarnOfScope(account, "project_name", "user_domain_name", "project_domain_name");
        return account;
    }
}
