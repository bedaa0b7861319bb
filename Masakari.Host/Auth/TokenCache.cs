using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Masakari.Core.OpenStack.Identity;

namespace Masakari.Host.Auth;

/// <summary>
/// Remembers whose a good token is, so that Keystone isn't asked at every request and a short outage of it goes unnoticed. A revoked token is noticed
/// when its entry lapses. The tokens themselves are not kept, only their SHA-256.
/// </summary>
internal sealed class TokenCache(AuthOptions options, TimeProvider clock)
{
    private const int Capacity = 10_000;
    private readonly ConcurrentDictionary<string, Entry> entries = new();

    public ValidatedToken? Find(string token) =>
        entries.TryGetValue(Key(token), out var entry) && IsLive(entry) ? entry.Owner : null;

    public void Keep(string token, ValidatedToken owner)
    {
        if (options.TokenCacheTime <= TimeSpan.Zero)
            return;
        if (entries.Count >= Capacity)
            MakeRoom();
        entries[Key(token)] = new Entry(owner, clock.GetUtcNow() + options.TokenCacheTime);
    }

    /// <summary>Whether the token has not expired by our clock.</summary>
    public bool IsFresh(ValidatedToken owner) => clock.GetUtcNow() < owner.ExpiresAt;

    private bool IsLive(Entry entry) => clock.GetUtcNow() < entry.Until && IsFresh(entry.Owner);

    private void MakeRoom()
    {
        foreach (var (key, _) in entries.Where(entry => !IsLive(entry.Value)))
            entries.TryRemove(key, out _);
        if (entries.Count >= Capacity)
            entries.Clear();
    }

    private static string Key(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Entry(ValidatedToken Owner, DateTimeOffset Until);
}
