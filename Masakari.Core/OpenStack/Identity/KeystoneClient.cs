using Masakari.Core.OpenStack.Http;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>Keystone's API version 3, as one account uses it. Holds no token.</summary>
internal sealed class KeystoneClient(RestClient rest, ReadRetry retry, KeystoneClock keystoneClock, ILogger logger)
{
    /// <summary>How long Keystone may take for one answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly VersionDiscovery discovery = new(rest, logger);

    /// <inheritdoc cref="KeystoneClock.Ahead"/>
    public TimeSpan Ahead => keystoneClock.Ahead;

    /// <exception cref="OpenStackException">Refused: the account is wrong. Else Keystone is away.</exception>
    public Task<Token> LogInAsync(KeystoneCredentials account, CancellationToken ct) => retry.RunAsync(
        async attempt =>
        {
            var root = await discovery.FindAsync(account.AuthUrl, attempt);
            return await LogInOnceAsync(root, account, attempt);
        },
        ct);

    /// <summary>Asks whose <paramref name="subjectToken"/> is. A 401 concerns <paramref name="ownToken"/> and comes back as such.</summary>
    public Task<Answer> ShowTokenAsync(Uri keystone, string ownToken, string subjectToken, string query, CancellationToken ct) => retry.RunAsync(
        async attempt =>
        {
            var root = await discovery.FindAsync(keystone, attempt);
            return await SendAsync(Show(root, ownToken, subjectToken, query), attempt);
        },
        ct);

    private async Task<Token> LogInOnceAsync(Uri root, KeystoneCredentials account, CancellationToken ct)
    {
        var ask = new Ask
        {
            Method = HttpMethod.Post,
            Url = root.Below("auth/tokens"),
            What = $"log in as {account.Display}",
            Limit = Limit,
            Body = LoginBody.For(account),
        };
        var answer = await SendAsync(ask, ct);
        if (!answer.IsSuccess) throw rest.Failure(ask, answer);
        var wire = answer.Read(IdentityJson.Default.TokenDocument).Token;
        return new Token
        {
            Value = answer.Header("X-Subject-Token")
                ?? throw new OpenStackException(FailureKind.Unreachable, "Keystone: an answer without X-Subject-Token", answer.Status, answer.RequestId),
            Lifetime = wire.ExpiresAt - (wire.IssuedAt ?? answer.Date ?? wire.ExpiresAt),
            Catalogue = wire.ToCatalogue(),
            UserId = wire.User.Id,
        };
    }

    private async Task<Answer> SendAsync(Ask ask, CancellationToken ct)
    {
        var answer = await rest.SendAsync(ask, ct);
        keystoneClock.Observe(answer);
        return answer;
    }

    private static Ask Show(Uri root, string ownToken, string subjectToken, string query) => new()
    {
        Method = HttpMethod.Get,
        Url = root.Below("auth/tokens" + query),
        What = "validate a token",
        Limit = Limit,
        Headers = new Dictionary<string, string> { ["OpenStack-Identity-Access-Rules"] = "1" },
        SecretHeaders = new Dictionary<string, string> { ["X-Auth-Token"] = ownToken, ["X-Subject-Token"] = subjectToken },
    };
}
