namespace Masakari.Host.Sandbox;

/// <summary>Keystone's description of a token.</summary>
internal static class KeystoneTokenBody
{
    private static readonly object Domain = new { id = "default", name = "Default" };

    /// <summary>The token's body; without services when the caller requested no catalogue.</summary>
    public static Dictionary<string, object?> Of(KeystoneToken token, IReadOnlyList<object>? services, CloudDice dice)
    {
        var body = new Dictionary<string, object?>
        {
            ["methods"] = new[] { token.Credential is null ? "password" : "application_credential" },
            ["user"] = new { domain = Domain, id = token.User.Id, name = token.User.Name, password_expires_at = (string?)null },
            ["audit_ids"] = new[] { token.AuditId },
            ["expires_at"] = Moments.Keystone(token.ExpiresAt),
            ["issued_at"] = Moments.Keystone(token.IssuedAt),
            ["roles"] = token.User.Roles.Select(role => new { id = dice.Hex($"role/{role}"), name = role }),
        };
        if (token.Project is { } project)
        {
            body["project"] = new { domain = Domain, id = project.Id, name = project.Name };
            body["is_domain"] = false;
        }
        else
        {
            body["system"] = new { all = true };
        }

        if (token.Credential is { } credential)
            body["application_credential"] = Of(credential, dice);
        if (services is not null) body["catalog"] = services;
        return body;
    }

    private static Dictionary<string, object?> Of(KeystoneCredential credential, CloudDice dice)
    {
        var body = new Dictionary<string, object?> { ["id"] = credential.Id, ["name"] = credential.Id[..8], ["restricted"] = true };
        if (credential.Rules is { } rules)
        {
            body["access_rules"] = rules.Select(rule => new
            {
                id = dice.Hex($"access-rule/{rule}"), service = rule.Service, method = rule.Method, path = rule.Path,
            });
        }

        return body;
    }
}
