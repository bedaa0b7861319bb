namespace Masakari.Core.Monitoring.Hosts.Kubernetes;

/// <summary>What the words of the API server about a node mean. A pure function; docs/monitors.md has the same as a table.</summary>
internal static class NodeRules
{
    /// <param name="node">The node.</param>
    /// <param name="isSettled">
    /// The API server has answered for a while: just after an outage of its own it calls nodes silent that could not report to it.
    /// </param>
    public static HostSight Of(NodeView node, bool isSettled) => node switch
    {
        { Ready: "True" } => new(HostState.Online, "its kubelet is ready"),
        { IsLeaving: true } => new(HostState.Planned, "it is being removed from the cluster"),
        { IsCordoned: true } => new(HostState.Planned, $"it is cordoned and not ready: {node.Reason}"),
        { IsShutDown: true } => new(HostState.Planned, "its kubelet has said that the host is shut down"),
        { Ready: "False" } => new(HostState.Unknown, $"its kubelet lives and is not ready: {node.Reason}"),
        { Ready: "Unknown" } when !isSettled =>
            new(HostState.Unknown, "its kubelet is silent, but the API server was away until a moment ago"),
        { Ready: "Unknown" } => new(HostState.Failed, $"its kubelet is silent: {node.Reason}"),
        _ => new(HostState.Unknown, "it has no condition Ready"),
    };
}
