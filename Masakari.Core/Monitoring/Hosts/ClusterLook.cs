namespace Masakari.Core.Monitoring.Hosts;

/// <summary>Looks at the cluster, for the rounds of the monitor and for the sender, one look at a time.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="views">Shows the last look to other monitors.</param>
/// <param name="clock">The time.</param>
internal sealed class ClusterLook(ICluster cluster, HostViews views, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim looking = new(1);
    private ClusterView view = ClusterView.Blind("the cluster was not looked at yet");
    private DateTimeOffset? lookedAt;

    /// <inheritdoc cref="ICluster.RunAsync"/>
    public Task RunAsync(CancellationToken ct) => cluster.RunAsync(ct);

    /// <summary>The look of a round: after the cluster has dealt with a disturbance of this node.</summary>
    public async Task<ClusterView> SettledAsync(CancellationToken ct)
    {
        await cluster.SettleAsync(ct);
        return await NotOlderThanAsync(TimeSpan.Zero, ct);
    }

    /// <summary>The last look, or a new one when it is older.</summary>
    public async Task<ClusterView> NotOlderThanAsync(TimeSpan age, CancellationToken ct)
    {
        await looking.WaitAsync(ct);
        try
        {
            if (clock.GetUtcNow() - lookedAt < age) return view;
            view = await cluster.LookAsync(ct);
            lookedAt = clock.GetUtcNow();
            views.Saw(view);
            return view;
        }
        finally
        {
            looking.Release();
        }
    }

    public void Dispose() => looking.Dispose();
}
