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
            ChallengeUri = told ?? section.Uri("auth_url", null, "Keystone.")?.OriginalString ?? "",
        };
    }
}
