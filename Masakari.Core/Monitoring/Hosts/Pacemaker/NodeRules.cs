namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>What the cluster's words about a node mean. Pure functions; docs/monitors.md has the same as a table.</summary>
internal static class NodeRules
{
    /// <summary>A full member.</summary>
    /// <param name="node">The CIB's words.</param>
    /// <param name="shown">crm_mon's words, if it has some.</param>
    /// <param name="fencedAt">Its last fencing.</param>
    /// <param name="isFencingKnown">Whether the fencing history could be read.</param>
    public static HostSight OfMember(CibNode node, MonitorNode? shown, DateTimeOffset? fencedAt, bool isFencingKnown)
    {
        var aside = node.SetAside ?? shown?.SetAside;
        return node switch
        {
            { Crmd: true, IsInMembership: false } => new(HostState.Unknown, "its membership changes"),
            { Crmd: true } => new(HostState.Online, "the cluster has it as a member") { CrashedAt = fencedAt },
            { Crmd: null } => new(HostState.Unknown, "the cluster has no state of it"),
            _ when aside is not null => new(HostState.Planned, $"it is offline, and an operator has set it to {aside}"),
            { IsInMembership: true, IsExpectedDown: false, IsShuttingDown: false } =>
                new(HostState.Unknown, "its pacemaker has ended, but its corosync is a member: the host runs"),
            { IsExpectedDown: true } or { IsShuttingDown: true } when !isFencingKnown =>
                new(HostState.Unknown, "it left in order or was fenced: the fencing history, which tells, cannot be read"),
            { IsExpectedDown: true } or { IsShuttingDown: true } =>
                new(HostState.Planned, "it is offline as the cluster expects") { CrashedAt = fencedAt, FencedAt = fencedAt },
            _ => new(HostState.Failed, "the cluster has lost it" + (shown?.IsUnclean == true ? " and wants it fenced" : ""))
            {
                CrashedAt = fencedAt,
            },
        };
    }

    /// <summary>A remote node: the membership does not know it, only its connection.</summary>
    /// <param name="node">crm_mon's words.</param>
    /// <param name="known">The CIB's words, if it has some.</param>
    /// <param name="fencedAt">Its last fencing.</param>
    public static HostSight OfRemote(MonitorNode node, CibNode? known, DateTimeOffset? fencedAt)
    {
        var crashedAt = new[] { fencedAt, node.FailedAt }.Max();
        return node switch
        {
            { IsConnecting: true } => new(HostState.Unknown, "its connection is being set up"),
            { IsOnline: true, IsUnclean: false } => new(HostState.Online, "the cluster is connected to it") { CrashedAt = crashedAt },
            { IsOnline: null } => new(HostState.Unknown, "the cluster has no state of it"),
            _ when (node.SetAside ?? known?.SetAside) is { } aside =>
                new(HostState.Planned, $"it is offline, and an operator has set it to {aside}"),
            _ when known?.WasFenced == true =>
                new(HostState.Planned, "it is offline and was fenced") { CrashedAt = fencedAt, FencedAt = fencedAt },
            { IsUnclean: true } => new(HostState.Failed, "the cluster has lost the connection to it and wants it fenced")
            {
                CrashedAt = crashedAt,
            },
            { IsStoppedByOrder: true } => new(HostState.Planned, "its connection was stopped by order"),
            { HasFailed: true } => new(HostState.Failed, "the cluster has lost the connection to it") { CrashedAt = crashedAt },
            _ => new(HostState.Planned, "its connection has ended") { CrashedAt = crashedAt },
        };
    }
}
