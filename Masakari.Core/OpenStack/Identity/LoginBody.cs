using System.Text.Json.Nodes;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>The body of POST /v3/auth/tokens.</summary>
internal static class LoginBody
{
    public static string For(KeystoneCredentials account)
    {
        var (method, proof) = Proof(account);
        var identity = new JsonObject { ["methods"] = new JsonArray(method), [method] = proof };
        var auth = new JsonObject { ["identity"] = identity };
        if (account.Application is null && Scope(account) is { } scope) auth["scope"] = scope;
        return new JsonObject { ["auth"] = auth }.ToJsonString();
    }

    private static (string Method, JsonObject Proof) Proof(KeystoneCredentials account)
    {
        if (account.Token is { } token) return ("token", new JsonObject { ["id"] = token });
        if (account.Application is { } application) return ("application_credential", Proof(application, account));
        var user = User(account);
        user["password"] = account.Password;
        return ("password", new JsonObject { ["user"] = user });
    }

    // It belongs to one project: Keystone refuses a scope beside it.
    private static JsonObject Proof(ApplicationCredential application, KeystoneCredentials account)
    {
        var proof = Named(application.Id, application.Name, domain: null);
        if (application.Id is null) proof["user"] = User(account);
        proof["secret"] = application.Secret;
        return proof;
    }

    private static JsonObject User(KeystoneCredentials account) =>
        Named(account.UserId, account.UserName, Domain(account.UserDomainId, account.UserDomainName));

    private static JsonObject? Scope(KeystoneCredentials account)
    {
        if (account.SystemScope) return new JsonObject { ["system"] = new JsonObject { ["all"] = true } };
        if (account.ProjectId is null && account.ProjectName is null) return null;
        var domain = Domain(account.ProjectDomainId, account.ProjectDomainName);
        return new JsonObject { ["project"] = Named(account.ProjectId, account.ProjectName, domain) };
    }

    // An id is unique by itself; Keystone refuses a domain beside it.
    private static JsonObject Named(string? id, string? name, JsonObject? domain)
    {
        if (id is not null) return new JsonObject { ["id"] = id };
        var named = new JsonObject { ["name"] = name };
        if (domain is not null) named["domain"] = domain;
        return named;
    }

    private static JsonObject? Domain(string? id, string? name) =>
        id is not null ? new JsonObject { ["id"] = id }
        : name is not null ? new JsonObject { ["name"] = name }
        : null;
}
