namespace Masakari.Core.Monitoring.Hosts;

/// <summary>What knows which hosts live: pacemaker, consul or kubernetes.</summary>
internal interface ICluster
{
    /// <summary>Works beside the rounds until the monitor stops. When it fails, the monitor is started again.</summary>
    Task RunAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Called before the look of each round: waits until the cluster has dealt with a disturbance of this node.</summary>
    Task SettleAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// Looks at all hosts. What goes wrong is in <see cref="ClusterView.Trouble"/>. May be called at any time, but not twice at the same
    /// time.
    /// </summary>
    Task<ClusterView> LookAsync(CancellationToken ct);

    /// <summary>
    /// Whether a failed host is switched off, asked of something other than the membership, once. Only called where reports need it.
    /// </summary>
    Task<Power> AskPowerAsync(string hostName, CancellationToken ct);
}
