using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Hosts.Consul;

/// <summary>The consul agents of this host, one for each network that is watched.</summary>
internal sealed class ConsulCluster(
    IReadOnlyList<ConsulAgent> agents, ConsulMatrix matrix, ILogger<ConsulCluster> logger) : ICluster
{
    private readonly Dictionary<string, string?> troubles = [];

    /// <summary>One network that cannot be seen does not end the look: a host is judged by the others where they suffice.</summary>
    public async Task<ClusterView> LookAsync(CancellationToken ct)
    {
        var views = await Task.WhenAll(agents.Select(agent => agent.LookAsync(ct)));
        foreach (var view in views) Tell(view);
        var away = string.Join("; ", views
            .Where(view => view.Trouble is not null).Select(view => $"network {view.Network}: {view.Trouble}"));
        if (views.All(view => view.Trouble is not null)) return ClusterView.Silent(away);
        var byName = views.ToDictionary(view => view.Network);
        var hosts = views.SelectMany(view => view.Members.Keys).Distinct().ToDictionary(
            name => name, name => ConsulRules.Of([.. matrix.Sequence.Select(network => byName[network].Of(name))], matrix));
        return ClusterView.Of(hosts) with { Gap = away.Length == 0 ? null : away };
    }

    public Task<Power> AskPowerAsync(string hostName, CancellationToken ct) =>
        Task.FromResult(new Power(IsOff: null, "consul does not fence hosts"));

    private void Tell(NetworkView view)
    {
        if (view.Trouble is { } why && troubles.GetValueOrDefault(view.Network) != why) logger.NetworkNotJudged(view.Network, why);
        troubles[view.Network] = view.Trouble;
    }
}
