using System.Text;
using System.Text.Json.Nodes;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;

namespace Masakari.Host.Auth.Policy;

/// <summary>
/// Asks policy servers, for <c>http:</c> and <c>https:</c> checks: the rule, the target and the credentials are posted, and the caller is let in if the
/// answer is <c>True</c>. Certificates are checked against the machine's authorities.
/// </summary>
internal sealed class RemotePolicy(Transport transport, PolicyOptions options, TimeProvider clock, ILogger<RemotePolicy> logger) : IDisposable
{
    private const long LongestAnswer = 65536;

    private readonly HttpClient http = new(transport(new TransportOptions()))
    {
        Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer,
    };

    /// <returns><see cref="Ruling.Unclear"/> when no answer comes in time, or one that is no success.</returns>
    public async Task<Ruling> AskAsync(Uri server, PolicyQuestion question, CancellationToken ct)
    {
        try
        {
            return await TimeLimit.RunAsync(options.RemoteLimit, "policy server", clock, limited => PostAsync(server, question, limited), ct);
        }
        catch (Exception problem) when (problem is OpenStackException or HttpRequestException or IOException
            || (problem is OperationCanceledException && !ct.IsCancellationRequested))
        {
            logger.PolicyServerSilent(question.Subject, server.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), problem.Message);
            return Ruling.Unclear;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<Ruling> PostAsync(Uri server, PolicyQuestion question, CancellationToken ct)
    {
        using var content = Content(question);
        using var answer = await http.PostAsync(server, content, ct);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync(ct);
        return text.Trim('"') == "True" ? Ruling.Allowed : Ruling.Denied;
    }

    private HttpContent Content(PolicyQuestion question)
    {
        var rule = JsonValue.Create(question.Subject);
        var target = new JsonObject(question.Target.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        var credentials = question.Credentials.DeepClone();
        if (options.RemoteTakesJson)
        {
            var body = new JsonObject { ["rule"] = rule, ["target"] = target, ["credentials"] = credentials };
            return new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["rule"] = rule.ToJsonString(), ["target"] = target.ToJsonString(), ["credentials"] = credentials.ToJsonString(),
        });
    }
}
