using System.Collections.Concurrent;

namespace Masakari.Core.Monitoring.Hosts.Opinions;

/// <summary>Asks the sources that the operator has chosen, all at the same time.</summary>
/// <param name="sources">None = the cluster decides alone.</param>
/// <param name="limit">When no source can tell for so long, the cluster decides alone.</param>
/// <param name="clock">The time.</param>
internal sealed class SecondOpinions(IReadOnlyList<IOpinion> sources, TimeSpan limit, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, long> firstAsked = [];

    public async Task<JointOpinion> AskAsync(string hostName, ClusterView view, CancellationToken ct)
    {
        var since = firstAsked.GetOrAdd(hostName, _ => clock.GetTimestamp());
        var opinions = await Task.WhenAll(sources.Select(source => source.AskAsync(hostName, view, ct)));
        return JointOpinion.Of(opinions, clock.GetElapsedTime(since), limit);
    }

    /// <summary>The host was seen online: the next failure is another one.</summary>
    public void Forget(string hostName) => firstAsked.TryRemove(hostName, out _);
}
