using System.Text;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.OpenStack.Http;

/// <summary>Sends one request to one service and turns every kind of failure into an <see cref="OpenStackException"/>. Never repeats anything.</summary>
internal sealed class RestClient(string service, HttpMessageHandler handler, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Whether a 404 is the service's own. Any other one comes from a gateway or a wrong address and says nothing.</summary>
    public Func<Answer, bool> IsOwn404 { get; init; } = answer => answer.FaultText() is not null;

    /// <summary>Sends <paramref name="ask"/>; a 401 or any 2xx comes back as an answer, everything else as an exception.</summary>
    public async Task<Answer> SendAsync(Ask ask, CancellationToken ct) =>
        await TrySendAsync(ask, ct) ?? throw new InvalidOperationException($"{ask}: kept back, though nobody was to be asked.");

    /// <summary>As <see cref="SendAsync"/>, for a request that asks whether it may go: <see langword="null"/> = it may not, and nothing was sent.</summary>
    public Task<Answer?> TrySendAsync(Ask ask, CancellationToken ct) =>
        TimeLimit.RunAsync(ask.Limit, $"{service}: {ask.What}", clock, limited => ExchangeAsync(ask, limited), ct);

    public void Dispose() => http.Dispose();

    private async Task<Answer?> ExchangeAsync(Ask ask, CancellationToken ct)
    {
        var (began, sent) = (clock.GetTimestamp(), clock.GetUtcNow());
        try
        {
            using var request = Request(ask);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var body = await response.Content.ReadAsByteArrayAsync(ct);
            var answer = new Answer($"{service}: {ask.What}", (int)response.StatusCode, response.Headers, body)
            {
                Ahead = Ahead(response.Headers.Date, sent, received: clock.GetUtcNow()),
            };
            logger.Called(service, ask.Method, ask.Url.AbsolutePath, answer.Status, clock.GetElapsedTime(began).TotalMilliseconds, answer.RequestId);
            return answer.IsSuccess || answer.Status is 300 or 401 ? answer : throw Failure(ask, answer);
        }
        catch (HeldBackException)
        {
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw NoAnswer(ask, e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested && e.InnerException is TimeoutException)
        {
            // The connection took longer than the transport allows: nothing was sent.
            throw new OpenStackException(FailureKind.Unreachable, $"{service}: {ask.What}: no connection in time.", inner: e) { NeverSent = true };
        }
    }

    // The service wrote its Date somewhere between our request and its answer.
    private static TimeSpan? Ahead(DateTimeOffset? date, DateTimeOffset sent, DateTimeOffset received)
    {
        if (date is not { } earliest) return null;
        var latest = earliest.AddSeconds(1);
        return earliest > received ? earliest - received : latest < sent ? latest - sent : TimeSpan.Zero;
    }

    private static HttpRequestMessage Request(Ask ask)
    {
        var request = new HttpRequestMessage(ask.Method, ask.Url);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("masakari");
        if (RequestScope.Current is { } id) request.Headers.Add("X-OpenStack-Request-ID", id);
        foreach (var (name, value) in ask.Headers.Concat(ask.SecretHeaders)) request.Headers.TryAddWithoutValidation(name, value);
        request.Content = (ask.MayGo, ask.Body) switch
        {
            ({ } mayGo, var body) => new GuardedContent(body, mayGo),
            (null, { } body) => new StringContent(body, Encoding.UTF8, "application/json"),
            _ => null,
        };
        return request;
    }

    /// <summary>The exception that stands for a status. For a 401 too, when a fresh token did not help.</summary>
    public OpenStackException Failure(Ask ask, Answer answer)
    {
        var said = answer.FaultText() is { } words ? Clean(words, ask) : null;
        var foreign = answer.Status == 404 && !IsOwn404(answer) ? $" (this 404 does not come from {service} itself)" : "";
        var text = $"{service}: {ask.What}: {answer.Status} {said ?? "(no explanation)"}{foreign}";
        return new OpenStackException(Kind(answer), text, answer.Status, answer.RequestId) { Said = said };
    }

    private FailureKind Kind(Answer answer) => answer.Status switch
    {
        404 => IsOwn404(answer) ? FailureKind.NotFound : FailureKind.Unreachable,
        409 => FailureKind.Conflict,
        413 or 429 or 503 => FailureKind.Overloaded,
        >= 400 and < 500 => FailureKind.Refused,
        _ => FailureKind.Unreachable,
    };

    private OpenStackException NoAnswer(Ask ask, Exception cause)
    {
        var why = cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? $"no TLS connection to {ask.Url.Authority}:" : cause.Message;
        var reason = cause.InnerException is { } inner && !cause.Message.Contains(inner.Message, StringComparison.Ordinal)
            ? $"{why} {inner.Message}" : cause.Message;
        return new OpenStackException(FailureKind.Unreachable, Clean($"{service}: {ask.What}: {reason}", ask), inner: cause)
        {
            NeverSent = cause is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            },
        };
    }

    private static string Clean(string text, Ask ask) =>
        ask.SecretHeaders.Values.Where(secret => secret.Length > 0).Aggregate(text, (clean, secret) => clean.Replace(secret, "***", StringComparison.Ordinal));
}
