using Masakari.Core.Hosts;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Fencing;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.Segments;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>Puts the sources of evidence together that are asked about a host.</summary>
internal sealed class EvidenceSources(
    EngineControl control, HostRepository hosts, EvidenceOptions options, ILogger<EvidenceSources> logger)
{
    /// <summary>The sources for one recovery, in the order in which they are asked.</summary>
    public IEvidenceSource[] For(
        ComputeHost host, Heartbeats heartbeats, NovaPicture picture, StoredEvidence stored, FencingOfHost fencing) =>
    [
        stored,
        new ForcedDownEvidence(heartbeats, picture, options.ForcedDownSettle),
        new OperatorEvidence(control, heartbeats, logger),
        new FenceEvidence(fencing, heartbeats, options),
        new FencedSilence(
            new SilenceEvidence(heartbeats, options, picture, (others, ct) => HasDestinationAsync(host.Segment, others, ct)), fencing),
    ];

    /// <summary>Whether the instances can go anywhere: to a host that is enabled and up, or to a reserved host that is up.</summary>
    private async Task<bool> HasDestinationAsync(Segment segment, IReadOnlyList<ComputeService> others, CancellationToken ct)
    {
        var up = others.Where(other => other is { Up: true, ForcedDown: false }).ToList();
        if (up.Any(other => other.Enabled)) return true;
        if (up.Count == 0 || segment.RecoveryMethod == RecoveryMethod.Auto) return false;
        var spares = await hosts.ListSparesAsync(segment, ct);
        return spares.Any(spare => up.Any(other => other.Host == spare.Name));
    }
}
