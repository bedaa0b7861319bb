namespace Masakari.Core.Monitoring.Hosts;

/// <summary>One host in one look at the cluster.</summary>
/// <param name="State">What the cluster says of it.</param>
/// <param name="Words">Why, as a part of a sentence whose subject is the host.</param>
internal sealed record HostSight(HostState State, string Words)
{
    /// <summary>
    /// The newest sign of a crash in the memory of the cluster: a fencing that succeeded, or a failure of the connection to the host. A
    /// host that was fenced looks as if it had left in order; this tells the two apart. <see langword="null"/> = there is none.
    /// </summary>
    public DateTimeOffset? CrashedAt { get; init; }

    /// <summary>When the cluster saw its fencing succeed; <see langword="null"/> = it never did.</summary>
    public DateTimeOffset? FencedAt { get; init; }
}
