namespace Masakari.Core.Monitoring.Hosts.Opinions;

/// <summary>A second source that knows whether a host lives.</summary>
internal interface IOpinion
{
    /// <summary>
    /// Asks once, for a few seconds at most. A time-out or an error of the source is <see cref="OpinionAnswer.CannotTell"/>: never throws
    /// for it.
    /// </summary>
    /// <param name="hostName">A host that the cluster calls failed.</param>
    /// <param name="view">The cluster's view, which names hosts that live.</param>
    /// <param name="ct">The monitor stops.</param>
    Task<Opinion> AskAsync(string hostName, ClusterView view, CancellationToken ct);
}
