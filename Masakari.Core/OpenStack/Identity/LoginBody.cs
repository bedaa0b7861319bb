using System.Text.Json.Nodes;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>The body of POST /v3/auth/tokens.</summary>
internal static class LoginBody
{
    public static string For(KeystoneCredentials account)
    {
        var user = Named(account.UserId, account.UserName, Domain(account.UserDomainId, account.UserDomainName));
        user["password"] = account.Password;
        var auth = new JsonObject
        {
            ["identity"] = new JsonObject
            {
                ["methods"] = new JsonArray("password"),
                ["password"] = new JsonObject { ["user"] = user },
            },
        };
        if (Scope(account) is { } scope) auth["scope"] = scope;
        return new JsonObject { ["auth"] = auth }.ToJsonString();
    }

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
