using Masakari.Core.OpenStack.Http;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>Asks Keystone about callers' tokens, with the account of [keystone_authtoken].</summary>
internal sealed class TokenValidator(KeystoneClient keystone, TokenSource tokens, IdentityOptions options, TimeProvider clock, ILogger logger) : IIdentity
{
    public async Task<ValidatedToken?> ValidateAsync(string subjectToken, CancellationToken ct) =>
        await AskAsync(subjectToken, allowExpired: false, ct) is { } token && token.ExpiresAt > clock.GetUtcNow() ? token : null;

    public Task<ValidatedToken?> ValidateEvenIfExpiredAsync(string subjectToken, CancellationToken ct) => AskAsync(subjectToken, allowExpired: true, ct);

    private async Task<ValidatedToken?> AskAsync(string subjectToken, bool allowExpired, CancellationToken ct)
    {
        if (!subjectToken.All(letter => letter is > ' ' and <= '~')) return null;   // could not stand in a header, so it is no token
        try
        {
            var answer = await ShowAsync(subjectToken, allowExpired, ct);
            var token = answer.Read(IdentityJson.Default.TokenDocument).Token.ToValidatedToken();
            return token is null ? null : token with { ExpiresAt = token.ExpiresAt - (answer.Ahead ?? keystone.Ahead) };
        }
        catch (OpenStackException e) when (e is { Kind: FailureKind.NotFound, NeverSent: false })
        {
            return null;
        }
    }

    private async Task<Answer> ShowAsync(string subjectToken, bool allowExpired, CancellationToken ct)
    {
        for (var freshLogin = false; ; freshLogin = true)
        {
            var own = await tokens.GetAsync(ct);
            var answer = await keystone.ShowTokenAsync(Endpoint(own), own.Value, subjectToken, Query(allowExpired), ct);
            if (answer.IsSuccess) return answer;
            if (freshLogin) throw new OpenStackException(FailureKind.Refused, "Keystone: a fresh token of our own is refused", answer.Status, answer.RequestId);
            logger.TokenRefused("Keystone");
            tokens.Invalidate(own);
        }
    }

    private string Query(bool allowExpired) => (options.WithCatalogue, allowExpired) switch
    {
        (true, false) => "",
        (true, true) => "?allow_expired=1",
        (false, false) => "?nocatalog",
        (false, true) => "?nocatalog&allow_expired=1",
    };

    private Uri Endpoint(Token own) => own.Catalogue.Find(options.Endpoint) ?? options.Credentials.AuthUrl;
}
