using System.Collections.Concurrent;
using System.Text;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Host.Auth;

/// <summary>
/// Whose a token is: from the cache, else from Keystone. Callers that ask about a token at the same time share one look-up.
/// </summary>
internal sealed class CallerTokens(IIdentity identity, TokenCache cache)
{
    private readonly ConcurrentDictionary<(string Token, bool EvenIfExpired), Lazy<Task<ValidatedToken?>>> underWay = new();

    /// <param name="token">The token, without surrounding blanks.</param>
    /// <param name="evenIfExpired">Whether one that expired lately still counts.</param>
    /// <param name="ct">Ends the wait of this caller; the look-up goes on for the others.</param>
    /// <returns><see langword="null"/> when it is no good.</returns>
    /// <exception cref="Core.OpenStack.OpenStackException">Keystone could not be asked.</exception>
    public async Task<ValidatedToken?> OwnerAsync(string token, bool evenIfExpired, CancellationToken ct)
    {
        if (!Ascii.IsValid(token))
            return null;   // Keystone gives out no such token, and cannot be asked for it
        if (cache.Find(token) is { } known)
            return known;
        var lookUp = underWay.GetOrAdd(
            (token, evenIfExpired), asked => new Lazy<Task<ValidatedToken?>>(() => AskAsync(asked.Token, asked.EvenIfExpired)));
        return await lookUp.Value.WaitAsync(ct);
    }

    // Not bound to anybody's cancellation: Keystone's own time limits end it.
    private async Task<ValidatedToken?> AskAsync(string token, bool evenIfExpired)
    {
        try
        {
            if (cache.Find(token) is { } known)
                return known;   // a look-up ended between this caller's glance at the cache and here
            var owner = await (evenIfExpired
                ? identity.ValidateEvenIfExpiredAsync(token, CancellationToken.None)
                : identity.ValidateAsync(token, CancellationToken.None));
            if (owner is null)
                return null;
            var isFresh = cache.IsFresh(owner);
            if (isFresh)
                cache.Keep(token, owner);
            return isFresh || evenIfExpired ? owner : null;
        }
        finally
        {
            underWay.TryRemove((token, evenIfExpired), out _);
        }
    }
}
