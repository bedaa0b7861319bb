using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>An administrator or a fencing agent has declared the service down in Nova (API 2.53 os-services, forced_down): proof.</summary>
internal sealed class ForcedDownEvidence : IEvidenceSource
{
    public Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct) =>
        Task.FromResult(reading.Service.ForcedDown ? EvidenceVerdict.Dead(DeathEvidence.ForcedDown) : null);
}
