using Masakari.Core.Configuration;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>Reads an account as the client libraries of OpenStack spell it in a section.</summary>
internal static class AccountSection
{
    private static readonly string[] Types = ["password", "v3password"];

    /// <param name="section">Where the account stands.</param>
    /// <param name="needed">Whether an account without name or password is an error.</param>
    /// <param name="purpose">What the account is for, as a sentence of the sample.</param>
    public static KeystoneCredentials Read(
        ConfSection section, bool needed, string purpose = "The account that validates tokens of clients.")
    {
        section.Text(
            "auth_type", "password",
            "The login method. Both values mean a "
            + "password login with Identity API version 3.", was: [$"{section.Name}.auth_plugin"], choices: Types);
        var url = section.Uri("auth_url", null, "The URL of Keystone, with or without /v3. Required.");
        var name = section.Text(
            "username", null,
            $"{purpose} Required unless user_id is set.", was: [$"{section.Name}.user_name"]);
        var id = section.Text("user_id", null, "The id of the account. Replaces username and the user's domain. Unset = username.");
        var password = section.Text("password", null, "The password of the account. Required.", secret: true);
        var domainId = section.Text(
            "default_domain_id", null, "The id of the domain of user and project, where no other domain is set for them. Unset = none.");
        var domainName = section.Text("default_domain_name", null, "The name of that domain. Unset = none.");
        var account = new KeystoneCredentials
        {
            AuthUrl = needed ? section.Needed("auth_url", url) : url ?? ConfNeeds.NoAddress,
            UserName = needed && id is null ? section.Needed("username", name) : name,
            UserId = id,
            Password = needed ? section.Needed("password", password) : password ?? "",
            UserDomainId = section.Text("user_domain_id", domainId, "The id of the user's domain. Unset = default_domain_id."),
            UserDomainName = section.Text("user_domain_name", domainName, "The name of the user's domain. Unset = default_domain_name."),
            ProjectId = section.Text(
                "project_id", null, "The id of the account's project. Unset = project_name.", was: [$"{section.Name}.tenant_id"]),
            ProjectName = section.Text(
                "project_name", null,
                "The name of the account's project. Unset = "
                + "the default project of the account in Keystone.", was: [$"{section.Name}.tenant_name"]),
            ProjectDomainId = section.Text("project_domain_id", domainId, "The id of the project's domain. Unset = default_domain_id."),
            ProjectDomainName = section.Text(
                "project_domain_name", domainName, "The name of the project's domain. Unset = default_domain_name."),
            SystemScope = section.Text(
                "system_scope", null, "all: log in with system scope instead of a project. Unset = project scope.") == "all",
        };
        if (needed) section.WarnOfScope(account, "project_name", "user_domain_name", "project_domain_name");
        return account;
    }
}
