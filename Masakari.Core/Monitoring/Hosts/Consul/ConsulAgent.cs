using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Core.Monitoring.Hosts.Consul;

/// <summary>Asks the consul agent of one network over its HTTP API.</summary>
internal sealed class ConsulAgent(ConsulNetwork network, HttpMessageInvoker http, TimeProvider clock)
{
    private const int Alive = 1, Leaving = 2, Left = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> seen = [];

    public string Network => network.Name;

    /// <summary>
    /// The members, if the agent reaches a leader: an agent that is cut off sees everybody else fail. A host that was a member and is none
    /// any more, without having left, is down.
    /// </summary>
    public async Task<NetworkView> LookAsync(CancellationToken ct)
    {
        using var over = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        try
        {
            var leader = await GetAsync("v1/status/leader", either.Token);
            if (string.IsNullOrEmpty(leader?.ToString()))
                return NetworkView.Away(Network, "its agent reaches no leader of the consul cluster");
            var members = await GetAsync("v1/agent/members", either.Token) as JsonArray
                ?? throw new FormatException("the answer is no list");
            return new NetworkView(Network, Read(members), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or FormatException or JsonException or InvalidOperationException)
        {
            return NetworkView.Away(Network, $"its agent {network.Agent} cannot be asked: {e.Message}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return NetworkView.Away(Network, $"its agent {network.Agent} did not answer within {Limit.TotalSeconds:0} s");
        }
    }

    private async Task<JsonNode?> GetAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(network.Agent, path));
        using var answer = await http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"HTTP {(int)answer.StatusCode} for {path}: {text.Trim()}");
        return JsonNode.Parse(text);
    }

    private Dictionary<string, MemberHealth> Read(JsonArray members)
    {
        var health = new Dictionary<string, MemberHealth>();
        foreach (var member in members)
        {
            var name = member?["Name"]?.GetValue<string>() ?? throw new FormatException("a member has no name");
            health[name] = member["Status"]?.GetValue<int>() switch
            {
                Alive => MemberHealth.Up,
                Leaving or Left => MemberHealth.Left,
                _ => MemberHealth.Down,
            };
            // Consul forgets those that left after some days: they are not down then.
            if (health[name] == MemberHealth.Left) seen.Remove(name);
            else seen.Add(name);
        }

        foreach (var gone in seen.Where(name => !health.ContainsKey(name)).ToList()) health[gone] = MemberHealth.Down;
        return health;
    }
}
