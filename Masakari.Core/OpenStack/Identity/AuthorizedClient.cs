using Masakari.Core.OpenStack.Http;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack.Identity;

/// <summary>
/// Calls one service of the catalogue under one account: adds the token, and after a 401 logs in once more and repeats. Reads come
/// back after a failure, changes never: only their sender knows whether a second one is safe.
/// </summary>
internal sealed class AuthorizedClient(
    string service, RestClient rest, ITokenSource tokens, EndpointQuery endpoint, ReadRetry retry, TimeProvider clock, ILogger logger)
{
    private bool saidOtherType;

    /// <summary>Where the API begins, by an endpoint of the catalogue.</summary>
    public Func<Uri, Uri> RootOf { get; init; } = endpoint => endpoint;

    /// <summary>Stands for the endpoint of the catalogue, whatever it has; <see langword="null"/> = the catalogue's counts.</summary>
    public Uri? InsteadOfCatalogue { get; init; }

    /// <summary>A read: repeated a few times when the service is away or busy.</summary>
    public Task<Answer> ReadAsync(Call call, CancellationToken ct) => retry.RunAsync(async attempt => (await OnceAsync(call, attempt))!, ct);

    /// <summary>
    /// A change: sent once. The limit of the call covers all of it, so that a lost call can be waited out; <see cref="Call.MayGo"/> has the
    /// last word when it is about to go.
    /// </summary>
    /// <returns><see langword="false"/> when it may not go: nothing was sent.</returns>
    public async Task<bool> ChangeAsync(Call call, CancellationToken ct) => await OnceAsync(call, ct) is not null;

    /// <summary>A change whose answer counts: sent once.</summary>
    public async Task<Answer> SendAsync(Call call, CancellationToken ct) => (await OnceAsync(call, ct))!;

    /// <summary>Keystone's id of the account.</summary>
    public async Task<string?> UserIdAsync(CancellationToken ct) => (await tokens.GetAsync(ct)).UserId;

    private Task<Answer?> OnceAsync(Call call, CancellationToken ct) =>
        TimeLimit.RunAsync(call.Limit, $"{service}: {call.What}", clock, limited => WithTokenAsync(call, limited), ct);

    private async Task<Answer?> WithTokenAsync(Call call, CancellationToken ct)
    {
        for (var freshLogin = false; ; freshLogin = true)
        {
            var token = await tokens.GetAsync(ct);
            var ask = Ask(call, token);
            if (await rest.TrySendAsync(ask, ct) is not { } answer) return null;
            if (answer.IsSuccess) return answer;
            if (answer.Status != 401 || freshLogin) throw rest.Failure(ask, answer);
            logger.TokenRefused(service);
            tokens.Invalidate(token);
        }
    }

    private Ask Ask(Call call, Token token) => new()
    {
        Method = call.Method,
        Url = Root(token).Below(call.Path),
        What = call.What,
        Limit = call.Limit,
        Body = call.Body,
        Headers = call.Headers,
        MayGo = call.MayGo,
        SecretHeaders = token.Value.Length == 0 ? new() : new Dictionary<string, string> { ["X-Auth-Token"] = token.Value },
    };

    private Uri Root(Token token)
    {
        if (InsteadOfCatalogue is { } given) return RootOf(given);
        if (token.Catalogue.FindEntry(endpoint) is { } entry)
        {
            if (entry.Type != endpoint.Type && !Interlocked.Exchange(ref saidOtherType, true))
                logger.OtherServiceType(service, entry.Type, endpoint.Type);
            return RootOf(entry.Url);
        }

        tokens.Invalidate(token);     // the next one may bring a catalogue that has been put right
        var wanted = $"{endpoint.Interface} endpoint of type {endpoint.Type}, name {endpoint.Name ?? "any"}, region {endpoint.Region ?? "any"}";
        throw new OpenStackException(FailureKind.Refused, $"{service}: the catalogue has no {wanted}") { NeverSent = true };
    }
}

/// <summary>A request below a service's endpoint.</summary>
internal sealed record Call
{
    public required HttpMethod Method { get; init; }

    /// <summary>Below the endpoint, without a leading slash, with the query.</summary>
    public required string Path { get; init; }

    /// <summary>What it is for, as logs and error texts say it.</summary>
    public required string What { get; init; }

    /// <summary>How long one try may take, a new token included.</summary>
    public required TimeSpan Limit { get; init; }

    public string? Body { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>As <see cref="Http.Ask.MayGo"/>.</summary>
    public Func<CancellationToken, Task<bool>>? MayGo { get; init; }
}
