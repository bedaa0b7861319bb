using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>The one token of one account, shared by all who call with it and renewed before it lapses.</summary>
internal sealed class TokenSource(KeystoneClient keystone, KeystoneCredentials account, TimeProvider clock, ILogger logger) : ITokenSource
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private Held? held;
    private Task<Token>? renewal;

    /// <inheritdoc/>
    public async Task<Token> GetAsync(CancellationToken ct)
    {
        Task<Token> login;
        lock (gate)
        {
            if (held is { } good && clock.GetTimestamp() < good.RenewAt) return good.Token;
            if (renewal is null or { IsCompleted: true }) renewal = RenewAsync();
            login = renewal;
        }

        return await login.WaitAsync(ct);
    }

    /// <inheritdoc/>
    public void Invalidate(Token refused)
    {
        lock (gate)
        {
            if (held?.Token == refused) held = null;
        }
    }

    // Shared by all who wait, hence not bound to anybody's cancellation; Keystone's own limits end it.
    private async Task<Token> RenewAsync()
    {
        await Task.Yield();     // no request begins under the lock
        var began = clock.GetTimestamp();
        try
        {
            var token = await keystone.LogInAsync(account, CancellationToken.None);
            logger.TokenRenewed(account.Display, token.Lifetime);
            return Keep(new Held(token, After(began, token.Lifetime - Margin(token.Lifetime)), After(began, token.Lifetime)));
        }
        catch (OpenStackException e)
        {
            return StillGood(e) ?? throw NoToken(e);
        }
    }

    private Token Keep(Held fresh)
    {
        lock (gate)
        {
            held = fresh;
            return fresh.Token;
        }
    }

    private Token? StillGood(OpenStackException failure)
    {
        lock (gate)
        {
            if (held is not { } old || clock.GetTimestamp() >= old.LapsesAt) return null;
            held = old with { RenewAt = Math.Min(After(clock.GetTimestamp(), PauseAfterFailure), old.LapsesAt) };
        }

        logger.TokenNotRenewed(account.Display, failure.Message);
        return held?.Token;
    }

    // Keystone's 404 or 409 must not read as one about the caller's own subject.
    private static OpenStackException NoToken(OpenStackException e)
    {
        var kind = e.Kind is FailureKind.NotFound or FailureKind.Conflict ? FailureKind.Refused : e.Kind;
        return new OpenStackException(kind, e.Message, e.Status, e.RequestId, e) { NeverSent = true, NoToken = true };
    }

    private static TimeSpan Margin(TimeSpan lifetime) => TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(2).Ticks, lifetime.Ticks / 10));

    private long After(long timestamp, TimeSpan span) => timestamp + (long)(span.TotalSeconds * clock.TimestampFrequency);

    private sealed record Held(Token Token, long RenewAt, long LapsesAt);
}
