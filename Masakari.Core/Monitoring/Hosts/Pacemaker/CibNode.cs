namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>A node as the cluster's information base (CIB) has it.</summary>
internal sealed record CibNode
{
    /// <summary>What an operator can set a node to, so that its absence is no failure.</summary>
    public static IReadOnlyList<string> WaysToSetAside { get; } = ["maintenance", "standby"];

    public required string Name { get; init; }

    /// <summary>A remote node: the membership knows nothing of it.</summary>
    public bool IsRemote { get; init; }

    /// <summary>Whether its pacemaker answers; <see langword="null"/> = the CIB does not say, or uses another word.</summary>
    public bool? Crmd { get; init; }

    /// <summary>Whether its corosync is a member; <see langword="null"/> = the CIB does not say.</summary>
    public bool? IsInMembership { get; init; }

    /// <summary>The cluster expects it to be down: it left in order, or was fenced.</summary>
    public bool IsExpectedDown { get; init; }

    /// <summary>It has asked to be shut down.</summary>
    public bool IsShuttingDown { get; init; }

    /// <summary>It was fenced. Only remote nodes have this sign.</summary>
    public bool WasFenced { get; init; }

    /// <summary>What an operator has set it to, such as standby; <see langword="null"/> = nothing.</summary>
    public string? SetAside { get; init; }
}
