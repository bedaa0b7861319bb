using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Masakari.Tests.OpenStack;

/// <summary>Keystone and Nova behind one handler: it issues tokens, and answers other requests from the test's script.</summary>
internal sealed class ScriptedCloud(TimeProvider clock) : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Script> scripts = new();
    private int logins;

    public ConcurrentQueue<Seen> Requests { get; } = [];

    public int Logins => logins;

    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How far the cloud's clock is ahead of the service's; negative: behind it.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>As Nova signs its answers; null: a gateway answers.</summary>
    public string? RequestId { get; set; } = "req-7d9b6a3e-0000-4000-8000-000000000001";

    /// <summary>What happens while an answer is on its way back.</summary>
    public Action OnTheWayBack { get; set; } = () => { };

    public string Catalogue { get; set; } =
        """[{"type": "compute", "name": "nova", "endpoints": [{"interface": "public", "region": "R1", "url": "http://cloud/compute/v2.1"}]}]""";

    /// <summary>Stands for a successful login.</summary>
    public const int FreshToken = 299;

    public const string Login = "POST /identity/v3/auth/tokens";

    /// <summary>
    /// The answers to "GET /path?query", one after the other; the last one repeats. A null status never answers,
    /// <see cref="FreshToken"/> logs in.
    /// </summary>
    public ScriptedCloud On(string request, params (int? Status, string Body)[] answers)
    {
        scripts[request] = new Script(answers);
        return this;
    }

    /// <summary>Every connection fails, as if no server listened.</summary>
    public ScriptedCloud Unplug(string request)
    {
        scripts[request] = new Script([(-1, "")]);
        return this;
    }

    public int Count(string request) => Requests.Count(seen => seen.Line == request);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        var seen = new Seen($"{request.Method} {request.RequestUri!.PathAndQuery}", body, headers);
        Requests.Enqueue(seen);
        if (scripts.TryGetValue(seen.Line, out var script)) return await PlayAsync(script.Next(), cancellationToken);
        return seen.Line == Login ? Token() : throw new InvalidOperationException($"Nothing is written down for {seen.Line}");
    }

    private async Task<HttpResponseMessage> PlayAsync((int? Status, string Body) answer, CancellationToken ct)
    {
        if (answer.Status is not { } status) await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
        else if (status == -1) throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        else if (status == FreshToken) return Token();
        else return Answer(status, answer.Body);
        throw new InvalidOperationException("An endless wait has ended.");
    }

    private HttpResponseMessage Token()
    {
        var number = Interlocked.Increment(ref logins);
        var now = clock.GetUtcNow() + Ahead;
        var answer = Answer(201, $$"""
            {"token": {"user": {"id": "u1", "name": "masakari"}, "issued_at": "{{now:O}}", "expires_at": "{{now + TokenLifetime:O}}", "catalog": {{Catalogue}} } }
            """);
        answer.Headers.Add("X-Subject-Token", $"secret-token-{number}");
        return answer;
    }

    private HttpResponseMessage Answer(int status, string body)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        answer.Headers.Date = clock.GetUtcNow() + Ahead;
        if (RequestId is { } id) answer.Headers.Add("x-compute-request-id", id);
        OnTheWayBack();
        return answer;
    }

    internal sealed record Seen(string Line, string Body, IReadOnlyDictionary<string, string> Headers);

    private sealed class Script((int? Status, string Body)[] answers)
    {
        private int next = -1;

        public (int? Status, string Body) Next() => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)];
    }
}
