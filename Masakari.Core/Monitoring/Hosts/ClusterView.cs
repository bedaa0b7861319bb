namespace Masakari.Core.Monitoring.Hosts;

/// <summary>One look at the cluster.</summary>
internal sealed record ClusterView
{
    private ClusterView()
    {
    }

    /// <summary>The hosts by the names that the cluster gives them. Empty when there is a <see cref="Trouble"/>.</summary>
    public IReadOnlyDictionary<string, HostSight> Hosts { get; private init; } = new Dictionary<string, HostSight>();

    /// <summary>Why nothing can be judged, as a sentence; <see langword="null"/> = everything can.</summary>
    public string? Trouble { get; private init; }

    /// <summary>The cluster answers, and this node must not speak about others: it is cut off, or not a settled member.</summary>
    public bool MustBeSilent { get; private init; }

    /// <summary>What is missing though the hosts could be judged, for the log; <see langword="null"/> = nothing.</summary>
    public string? Gap { get; init; }

    /// <summary>The name of this node in the cluster, if the cluster says it. It is never judged.</summary>
    public string? OwnName { get; init; }

    public static ClusterView Of(IReadOnlyDictionary<string, HostSight> hosts) => new() { Hosts = hosts };

    /// <summary>No quorum, or the like: silence.</summary>
    public static ClusterView Silent(string why) => new() { Trouble = why, MustBeSilent = true };

    /// <summary>The cluster cannot be asked.</summary>
    public static ClusterView Blind(string why) => new() { Trouble = why };
}
