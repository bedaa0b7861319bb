using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>What one source of evidence, or all of them together, say about a host that was reported to be down.</summary>
internal sealed record EvidenceVerdict
{
    private EvidenceVerdict()
    {
    }

    /// <summary>Nothing can be said yet: look again later.</summary>
    public static EvidenceVerdict Unsure { get; } = new();

    /// <summary>Heartbeats go on: a false alarm.</summary>
    public static EvidenceVerdict Alive { get; } = new() { IsAlive = true };

    /// <summary>The host is alive.</summary>
    public bool IsAlive { get; private init; }

    /// <summary>Why the host counts as dead; <see langword="null"/> = it does not.</summary>
    public DeathEvidence? Death { get; private init; }

    /// <summary>Who gave the operator's word, if that is the evidence.</summary>
    public string? By { get; private init; }

    /// <summary>
    /// Why the silence of the host does not count and what the operator can do, in sentences; <see langword="null"/> = nothing is waited
    /// for but time.
    /// </summary>
    public string? Waits { get; private init; }

    /// <summary>The host may be evacuated.</summary>
    public static EvidenceVerdict Dead(DeathEvidence evidence, string? by = null) => new() { Death = evidence, By = by };

    /// <summary>The host is silent for long enough, and its silence does not count: look again, however long it takes.</summary>
    public static EvidenceVerdict Waiting(string why) => new() { Waits = why };
}
