namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>A node as crm_mon shows it: as the cluster's scheduler judges it.</summary>
internal sealed record MonitorNode
{
    public required string Name { get; init; }

    /// <summary>A remote node, or a guest that is one.</summary>
    public bool IsRemote { get; init; }

    public bool? IsOnline { get; init; }

    /// <summary>The scheduler wants it fenced.</summary>
    public bool IsUnclean { get; init; }

    /// <summary>What an operator has set it to; <see langword="null"/> = nothing.</summary>
    public string? SetAside { get; init; }

    /// <summary>Its connection is being set up, so <see cref="IsOnline"/> says nothing yet.</summary>
    public bool IsConnecting { get; init; }

    /// <summary>Its connection is failed at present.</summary>
    public bool HasFailed { get; init; }

    /// <summary>An operator has ordered its connection to be stopped.</summary>
    public bool IsStoppedByOrder { get; init; }

    /// <summary>The newest failure of its connection that the cluster remembers.</summary>
    public DateTimeOffset? FailedAt { get; init; }
}
