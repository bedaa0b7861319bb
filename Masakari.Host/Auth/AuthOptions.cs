using Masakari.Core.Configuration;

namespace Masakari.Host.Auth;

/// <summary>How callers are authenticated.</summary>
internal sealed record AuthOptions
{
    /// <summary>Whether Keystone is asked; otherwise everybody is admin (<c>noauth2</c>).</summary>
    public bool AsksKeystone { get; init; } = true;

    /// <summary>How long a good token is believed without asking again; zero or less = not at all.</summary>
    public TimeSpan TokenCacheTime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Where clients are told to get a token.</summary>
    public string ChallengeUri { get; init; } = "";

    /// <summary>The roles of which a service's token must have one, so that a user's token may have expired meanwhile.</summary>
    public IReadOnlyList<string> ServiceTokenRoles { get; init; } = ["service"];

    /// <summary>Whether a service's token without such a role is refused.</summary>
    public bool ServiceTokenRolesRequired { get; init; } = true;

    /// <summary>What this service is called in the access rules of application credentials; <see langword="null"/> = such tokens are refused.</summary>
    public string? ServiceType { get; init; }

    /// <summary>Whether whoever has no good token gets the 401 of a service that decides for itself: another body, the same refusal.</summary>
    public bool DelaysDecision { get; init; }

    internal static AuthOptions Read(Conf conf)
    {
        var section = conf.Section("keystone_authtoken");
        var told = section.Text(
            "www_authenticate_uri", null, "Where clients without a token are told to get one; unset = auth_url.", was: ["auth_uri"]);
        return new AuthOptions
        {
            AsksKeystone = conf.Default.Text(
                "auth_strategy", "keystone", "How callers are authenticated. noauth2 lets everybody in as admin: for trying things out on loopback.",
                choices: ["keystone", "noauth2"]) == "keystone",
            TokenCacheTime = section.Seconds("token_cache_time", 300, "How long a good token is believed without asking again; -1 = not at all.", min: -1),
            ChallengeUri = told ?? AuthUrl(conf, section) ?? "",
            ServiceTokenRoles = section.List(
                "service_token_roles", ["service"], "The roles of which a service's token must have one, so that the user's may have expired meanwhile."),
            ServiceTokenRolesRequired = section.Bool(
                "service_token_roles_required", fallback: true, "Refuse requests with a service's token that has none of service_token_roles."),
            ServiceType = section.Text(
                "service_type", null, "Set it to instance-ha to let in tokens that access rules limit; unset = they are refused.") is { Length: > 0 } type ? type : null,
            DelaysDecision = section.Bool(
                "delay_auth_decision", fallback: false, "Answer requests without a good token with 401 as HTML, text or JSON by Accept. They are refused in any case."),
        };
    }

    private static string? AuthUrl(Conf conf, ConfSection section)
    {
        var account = section.Text("auth_section", null, "Another section that holds auth_type, auth_url and the account.") is { Length: > 0 } other
            ? conf.Section(other)
            : section;
        return account.Uri("auth_url", null, "Keystone's address, with or without /v3.")?.OriginalString;
    }
}
