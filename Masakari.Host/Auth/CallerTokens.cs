using System.Text;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Host.Auth;

/// <summary>Whose a token is: from the cache, else from Keystone.</summary>
internal sealed class CallerTokens(IIdentity identity, TokenCache cache)
{
    /// <param name="token">The token, without surrounding blanks.</param>
    /// <param name="evenIfExpired">Whether one that expired lately still counts.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns><see langword="null"/> when it is no good.</returns>
    /// <exception cref="Core.OpenStack.OpenStackException">Keystone could not be asked.</exception>
    public async Task<ValidatedToken?> OwnerAsync(string token, bool evenIfExpired, CancellationToken ct)
    {
        if (!Ascii.IsValid(token))
            return null;   // Keystone gives out no such token, and cannot be asked for it
        if (cache.Find(token) is { } known)
            return known;
        var owner = evenIfExpired ? await identity.ValidateEvenIfExpiredAsync(token, ct) : await identity.ValidateAsync(token, ct);
        if (owner is null)
            return null;
        var isFresh = cache.IsFresh(owner);
        if (isFresh)
            cache.Keep(token, owner);
        return isFresh || evenIfExpired ? owner : null;
    }
}
