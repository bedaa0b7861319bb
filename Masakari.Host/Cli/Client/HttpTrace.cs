using System.Globalization;

namespace Masakari.Host.Cli.Client;

/// <summary>Prints each request and its answer, without secrets: what <c>--debug</c> shows.</summary>
internal sealed class HttpTrace(HttpMessageHandler inner, TextWriter errors, SecretMask mask, TimeProvider clock) : DelegatingHandler(inner)
{
    private static readonly string[] TokenHeaders = ["X-Auth-Token", "X-Subject-Token"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        mask.Add(Tokens(request.Headers));
        var version = request.Headers.TryGetValues("OpenStack-API-Version", out var values) ? $" ({string.Join(", ", values)})" : "";
        await errors.WriteLineAsync($"> {request.Method} {mask.Of(request.RequestUri!)}{version}");
        await PrintAsync(request.Content, cancellationToken);
        var began = clock.GetTimestamp();
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            mask.Add(Tokens(answer.Headers));
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            var id = answer.Headers.TryGetValues("x-openstack-request-id", out var ids) ? $", request id {string.Join(", ", ids)}" : "";
            await errors.WriteLineAsync($"< {(int)answer.StatusCode} in {Milliseconds(began)} ms{id}");
            await PrintAsync(answer.Content, cancellationToken);
            return answer;
        }
        catch (HttpRequestException problem)
        {
            await errors.WriteLineAsync($"< no answer after {Milliseconds(began)} ms: {mask.Of(problem.Message)}");
            throw;
        }
    }

    private async Task PrintAsync(HttpContent? content, CancellationToken ct)
    {
        if (content is null) return;
        await content.LoadIntoBufferAsync(ct);
        var body = await content.ReadAsStringAsync(ct);
        if (body.Length > 0) await errors.WriteLineAsync($"  {AlignedTable.OneLine(mask.OfBody(body))}");
    }

    private string Milliseconds(long began) => clock.GetElapsedTime(began).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Tokens(System.Net.Http.Headers.HttpHeaders headers) =>
        TokenHeaders.SelectMany(name => headers.TryGetValues(name, out var values) ? values : []);
}
