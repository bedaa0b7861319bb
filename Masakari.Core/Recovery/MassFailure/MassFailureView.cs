using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.MassFailure;

/// <summary>What is known about all hosts when the recovery of one of them is to begin or to evacuate.</summary>
internal sealed record MassFailureView
{
    /// <summary>The reported host: it counts, whatever Nova says.</summary>
    public required string Host { get; init; }

    /// <summary>The name of its segment.</summary>
    public required string Segment { get; init; }

    /// <summary>All registered hosts of the segment.</summary>
    public required IReadOnlyCollection<string> SegmentHosts { get; init; }

    /// <summary>All nova-compute services of Nova; empty = Nova could not be read.</summary>
    public required IReadOnlyCollection<ComputeService> Services { get; init; }

    /// <summary>Hosts whose recovery runs, is to be retried, or has ended within the window.</summary>
    public IReadOnlySet<string> UnderRecovery { get; init; } = new HashSet<string>();

    /// <summary>Hosts whose recovery was held after it had disabled their service: they count while Nova calls them down.</summary>
    public IReadOnlySet<string> HeldAndDisabled { get; init; } = new HashSet<string>();
}
