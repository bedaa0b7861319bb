namespace Masakari.Host.Auth;

/// <summary>What came out of looking at a request's credentials.</summary>
internal abstract record AuthVerdict
{
    /// <summary>We know who it is.</summary>
    public sealed record Accepted(RequestContext Caller) : AuthVerdict;

    /// <summary>No token, or one that is unknown, expired or revoked.</summary>
    /// <param name="Challenge">What clients are told to do.</param>
    /// <param name="AsRawError">Whether the body is that of a raw error (<c>delay_auth_decision</c>).</param>
    public sealed record Rejected(string Challenge, bool AsRawError) : AuthVerdict;

    /// <summary>Nobody can say at present: Keystone doesn't answer.</summary>
    public sealed record Unavailable : AuthVerdict;
}
