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
}
