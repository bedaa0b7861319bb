using Masakari.Core.Configuration;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>Reads an account as the client libraries of OpenStack spell it in a section.</summary>
internal static class AccountSection
{
    private const string WithCredential = "v3applicationcredential";
    private const string CredentialId = "application_credential_id", CredentialName = "application_credential_name";
    private const string CredentialSecret = "application_credential_secret";
    private static readonly string[] Types = ["password", "v3password", WithCredential];

    /// <param name="section">Where the account stands.</param>
    /// <param name="needed">Whether an account without name or password is an error.</param>
    /// <param name="purpose">What the account is for, as a sentence of the sample.</param>
    public static KeystoneCredentials Read(
        ConfSection section, bool needed, string purpose = "The account that validates tokens of clients.")
    {
        var withCredential = section.Text(
            "auth_type", "password",
            "The login method. password and v3password mean the same: a user with a password. v3applicationcredential: an application "
            + "credential.", was: [$"{section.Name}.auth_plugin"], choices: Types) == WithCredential;
        var url = section.Uri("auth_url", null, "The URL of Keystone, with or without /v3. Required.");
        var user = User(section, purpose);
        var password = section.Text("password", null, "The password of the account. Required for a login with a password.", secret: true);
        var credential = Credential(section);
        var account = Scoped(section, user) with { AuthUrl = needed ? section.Needed("auth_url", url) : url ?? ConfNeeds.NoAddress };
        if (withCredential) return account with { Application = needed ? Checked(section, credential, account) : credential };
        WarnOfCredential(section);
        if (needed && account.UserId is null) section.Needed("username", account.UserName);
        if (needed) section.WarnOfScope(account, "project_name", "user_domain_name", "project_domain_name");
        return account with { Password = needed ? section.Needed("password", password) : password ?? "" };
    }

    private static KeystoneCredentials User(ConfSection section, string purpose) => new()
    {
        AuthUrl = ConfNeeds.NoAddress,
        Password = "",
        UserName = section.Text("username", null, $"{purpose} Required unless user_id is set.", was: [$"{section.Name}.user_name"]),
        UserId = section.Text("user_id", null, "The id of the account. Replaces username and the user's domain. Unset = username."),
    };

    private static KeystoneCredentials Scoped(ConfSection section, KeystoneCredentials user)
    {
        var domainId = section.Text(
            "default_domain_id", null, "The id of the domain of user and project, where no other domain is set for them. Unset = none.");
        var domainName = section.Text("default_domain_name", null, "The name of that domain. Unset = none.");
        return user with
        {
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
    }

    private static ApplicationCredential Credential(ConfSection section) => new()
    {
        Id = section.Text(
            CredentialId, null, "The id of the application credential, for auth_type = v3applicationcredential. Its project is used.")
            is { Length: > 0 } id ? id : null,
        Name = section.Text(CredentialName, null, "The name of the application credential, instead of its id; the user is needed too.")
            is { Length: > 0 } name ? name : null,
        Secret = section.Text(CredentialSecret, null, "The secret of the application credential.", secret: true) ?? "",
    };

    private static ApplicationCredential Checked(ConfSection section, ApplicationCredential credential, KeystoneCredentials account)
    {
        if (credential.Secret.Length == 0) section.Error(CredentialSecret, "is needed");
        if (credential is { Id: null, Name: null }) section.Error(CredentialId, $"is needed, or {CredentialName} and the user");
        if (credential is { Id: null, Name: not null } && account.UserId is null) section.Needed("username", account.UserName);
        return credential;
    }

    private static void WarnOfCredential(ConfSection section)
    {
        foreach (var name in new[] { CredentialId, CredentialName, CredentialSecret }.Where(section.IsSet))
            section.Warn(name, $"has no effect: set auth_type = {WithCredential}");
    }
}
