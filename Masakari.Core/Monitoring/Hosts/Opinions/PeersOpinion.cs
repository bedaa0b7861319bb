using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masakari.Core.Monitoring.Hosts.Opinions;

/// <summary>What the host monitors of other hosts see: one that sees the host online is enough to doubt.</summary>
/// <param name="peers">The addresses of their <c>/hosts</c> pages.</param>
/// <param name="http">Carries the requests.</param>
/// <param name="limit">The time limit for one answer.</param>
/// <param name="clock">The time.</param>
internal sealed class PeersOpinion(IReadOnlyList<Uri> peers, HttpMessageInvoker http, TimeSpan limit, TimeProvider clock) : IOpinion
{
    public async Task<Opinion> AskAsync(string hostName, ClusterView view, CancellationToken ct)
    {
        // The failed host itself is no peer.
        var others = peers.Where(peer => peer.Host != hostName).ToList();
        var answers = await Task.WhenAll(others.Select(peer => StateAsync(peer, hostName, ct)));
        var words = string.Join(", ", others.Zip(answers, (peer, state) => $"{peer.Host} sees it {state ?? "not"}"));
        if (answers.Contains(HostViews.Text(HostState.Online))) return new Opinion(OpinionAnswer.Alive, words);
        return answers.Contains(HostViews.Text(HostState.Failed)) || answers.Contains(HostViews.Text(HostState.Planned))
            ? new Opinion(OpinionAnswer.Silent, words)
            : new Opinion(OpinionAnswer.CannotTell, others.Count == 0 ? "there is no other host monitor to ask" : words);
    }

    /// <returns><see langword="null"/> when the peer does not answer, or cannot judge.</returns>
    private async Task<string?> StateAsync(Uri peer, string hostName, CancellationToken ct)
    {
        using var over = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(peer, "/hosts"));
            using var answer = await http.SendAsync(request, either.Token);
            if (!answer.IsSuccessStatusCode) return null;
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(either.Token))?["hosts"]?[hostName]?.ToString();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or InvalidOperationException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
