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
            "www_authenticate_uri", null,
            "The Keystone URL in the 401 answer to clients without a token. Unset = auth_url.", was: ["auth_uri"]);
        return new AuthOptions
        {
            AsksKeystone = conf.Default.Text(
                "auth_strategy", "keystone",
                "How clients are authenticated. noauth2: no token is needed and every client has the role admin; for tests on a "
                + "loopback address only.",
                choices: ["keystone", "noauth2"]) == "keystone",
            TokenCacheTime = section.Seconds(
                "token_cache_time", 300, "How long a valid token is cached. 0 or -1 = tokens are not cached.", min: -1),
            ChallengeUri = told ?? AuthUrl(conf, section) ?? "",
            ServiceTokenRoles = section.List(
                "service_token_roles", ["service"],
                "A service token must have one of these roles. A request with a valid service token may carry an expired user token."),
            ServiceTokenRolesRequired = section.Bool(
                "service_token_roles_required", fallback: true,
                "Reject requests whose service token has none of the roles in service_token_roles."),
            ServiceType = section.Text(
                "service_type", null,
                "Set instance-ha to accept application credentials with "
                + "access rules. Unset = their tokens are rejected.") is { Length: > 0 } type ? type : null,
            DelaysDecision = section.Bool(
                "delay_auth_decision", fallback: false,
                "Requests without a valid token get 401 in either case. true: "
                + "the body is HTML, text or JSON, depending on the Accept header."),
        };
    }

    private static string? AuthUrl(Conf conf, ConfSection section)
    {
        var account = section.Text(
            "auth_section", null,
            "The section that contains auth_type, auth_url and the account. Unset = this section.") is { Length: > 0 } other
            ? conf.Section(other)
            : section;
        return account.Uri("auth_url", null, "The URL of Keystone, with or without /v3. Required.")?.OriginalString;
    }
}
