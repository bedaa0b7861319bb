using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Host.Auth;

/// <summary>
/// <c>auth_strategy = keystone</c>: Keystone says whose token it is, and good news is believed for a while. Identity headers that a client sends are
/// never read, so they can't be forged.
/// </summary>
internal sealed class KeystoneAuthenticator(IIdentity identity, TokenCache cache, AuthOptions options, ILogger<KeystoneAuthenticator> logger)
    : IAuthenticator
{
    private readonly AuthVerdict rejected = new AuthVerdict.Rejected($"Keystone uri=\"{options.ChallengeUri}\"");

    public async Task<AuthVerdict> CheckAsync(HttpRequest request, CancellationToken ct)
    {
        var token = Token(request, "X-Auth-Token") ?? Token(request, "X-Storage-Token");
        if (token is null)
            return rejected;
        try
        {
            return await OwnerAsync(token, ct) is { } owner ? new AuthVerdict.Accepted(Caller(owner)) : rejected;
        }
        catch (OpenStackException problem)
        {
            logger.KeystoneUnavailable(problem.Message);
            return new AuthVerdict.Unavailable();
        }
    }

    private async Task<ValidatedToken?> OwnerAsync(string token, CancellationToken ct)
    {
        if (cache.Find(token) is { } known)
            return known;
        if (await identity.ValidateAsync(token, ct) is not { AccessRules: null } owner || !cache.IsFresh(owner))
            return null;   // access rules name paths of services; a token limited by them is refused rather than let through unlimited
        cache.Keep(token, owner);
        return owner;
    }

    private static string? Token(HttpRequest request, string header) => request.Headers[header].ToString().Trim() is { Length: > 0 } token ? token : null;

    private static RequestContext Caller(ValidatedToken owner) => new()
    {
        UserId = owner.UserId,
        ProjectId = owner.ProjectId,
        Roles = owner.Roles,
        IsAdmin = owner.Roles.Contains("admin", StringComparer.OrdinalIgnoreCase),
    };
}
