using Masakari.Host.Sandbox;

namespace Masakari.Tests.Simulation;

/// <summary>Connects HTTP clients to a simulated cloud inside the process, whatever host name they use.</summary>
internal sealed class SimulatedCloudHandler(SimulatedCloud cloud) : HttpMessageHandler
{
    public static readonly Uri AnyOrigin = new("http://cloud.test");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var answer = await cloud.AnswerAsync(
            new SimulatedRequest(request.Method.Method, request.RequestUri!, headers, body), cancellationToken);
        if (answer.IsLost)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");

        var response = new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(answer.Body),
        };
        if (!answer.Body.IsEmpty) response.Content.Headers.TryAddWithoutValidation("Content-Type", answer.ContentType);
        foreach (var (name, value) in answer.Headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
