using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>
/// The agents of several networks, each at its name: <c>/v1/agent/members</c> and <c>/v1/status/leader</c> as consul's documentation has
/// them.
/// </summary>
internal sealed class FakeConsul(TimeProvider clock, IReadOnlyList<string> networks) : HttpMessageHandler
{
    private readonly Dictionary<string, Dictionary<string, int>> members =
        networks.ToDictionary(name => name, _ => new Dictionary<string, int>());
    private readonly HashSet<string> stopped = [], cutOff = [], hung = [];

    /// <param name="network">The network.</param>
    /// <param name="host">The member.</param>
    /// <param name="status">1 alive, 2 leaving, 3 left, 4 failed.</param>
    public FakeConsul Set(string network, string host, int status)
    {
        members[network][host] = status;
        return this;
    }

    public FakeConsul Remove(string network, string host)
    {
        members[network].Remove(host);
        return this;
    }

    public void Stop(string network) => stopped.Add(network);

    /// <summary>The agent lives and reaches no server.</summary>
    public void CutOff(string network) => cutOff.Add(network);

    public void Hang(string network) => hung.Add(network);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var network = request.RequestUri!.Host;
        if (stopped.Contains(network)) throw new HttpRequestException("Connection refused");
        if (hung.Contains(network)) await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
        return request.RequestUri.PathAndQuery switch
        {
            "/v1/status/leader" when cutOff.Contains(network) => Answer(HttpStatusCode.InternalServerError, "No cluster leader"),
            "/v1/status/leader" => Answer(HttpStatusCode.OK, "\"10.1.10.12:8300\""),
            "/v1/agent/members" => Answer(HttpStatusCode.OK, new JsonArray([.. members[network].Select(Member)]).ToJsonString()),
            _ => Answer(HttpStatusCode.NotFound, ""),
        };
    }

    private static JsonObject Member(KeyValuePair<string, int> member) => new()
    {
        ["Name"] = member.Key,
        ["Addr"] = "10.1.10.12",
        ["Port"] = 8301,
        ["Tags"] = new JsonObject { ["dc"] = "dc1", ["role"] = "node", ["vsn"] = "2" },
        ["Status"] = member.Value,
        ["ProtocolMin"] = 1,
        ["ProtocolMax"] = 5,
        ["ProtocolCur"] = 2,
        ["DelegateMin"] = 2,
        ["DelegateMax"] = 5,
        ["DelegateCur"] = 4,
    };

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
