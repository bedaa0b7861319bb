namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>What this host is in the pacemaker cluster.</summary>
internal enum NodeType
{
    /// <summary>A full member: it runs corosync and pacemaker.</summary>
    Cluster,

    /// <summary>A remote node: it runs pacemaker-remote, and a member speaks for it.</summary>
    Remote,
}
