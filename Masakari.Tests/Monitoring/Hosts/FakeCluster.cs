using Masakari.Core.Monitoring.Hosts;

namespace Masakari.Tests.Monitoring.Hosts;

/// <summary>A cluster that says what the test has set.</summary>
internal sealed class FakeCluster : ICluster
{
    private readonly Dictionary<string, HostSight> hosts = [];

    /// <summary>Why there is nothing to judge.</summary>
    public ClusterView? Instead { get; set; }

    public Power Power { get; set; } = new(IsOff: null, "nobody has seen it off");

    public int Looks { get; private set; }

    public Task<ClusterView> LookAsync(CancellationToken ct)
    {
        Looks++;
        return Task.FromResult(Instead ?? ClusterView.Of(new Dictionary<string, HostSight>(hosts)));
    }

    public Task<Power> AskPowerAsync(string hostName, CancellationToken ct) => Task.FromResult(Power);

    public FakeCluster Has(string host, HostState state = HostState.Online, DateTimeOffset? fenced = null)
    {
        hosts[host] = new HostSight(state, $"seen {state}") { CrashedAt = fenced, FencedAt = fenced };
        return this;
    }
}
