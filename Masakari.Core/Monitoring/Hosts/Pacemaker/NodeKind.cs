namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>Finds out what this host is in the cluster.</summary>
internal sealed class NodeKind(ClusterTools tools, NodeType? configured)
{
    private static readonly string[] Units = ["corosync.service", "pacemaker.service", "pacemaker_remote.service"];

    /// <returns>
    /// The type, or why there is none. Neither of the two: systemd does not say, as in a container, and the tools of the cluster decide.
    /// </returns>
    public async Task<(NodeType? Type, string? Trouble)> FindAsync(CancellationToken ct)
    {
        var words = (await tools.RunAsync(["systemctl", "is-active", .. Units], ct)).Text
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length != Units.Length) return (configured, null);
        var (isMember, isRemote) = (words[0] == "active" && words[1] == "active", words[2] == "active");
        return configured switch
        {
            NodeType.Cluster when !isMember => (null, $"corosync is {words[0]} and pacemaker is {words[1]} on this host"),
            NodeType.Remote when !isRemote => (null, $"pacemaker_remote is {words[2]} on this host"),
            { } type => (type, null),
            null when isMember => (NodeType.Cluster, null),
            null when isRemote => (NodeType.Remote, null),
            null => (null, $"corosync is {words[0]}, pacemaker is {words[1]} and pacemaker_remote is {words[2]} on this host"),
        };
    }
}
