using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Operator;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// An operator has confirmed that the host is dead: proof, unless a heartbeat came later. Nova must report the service down as well,
/// because Nova evacuates nothing from a host that it reports up.
/// </summary>
/// <param name="control">The operator's words.</param>
/// <param name="silence">Knows the last heartbeat.</param>
internal sealed class OperatorEvidence(EngineControl control, SilenceEvidence silence) : IEvidenceSource
{
    public async Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct)
    {
        if (reading.Service.Up) return null;
        var by = await control.ConfirmedDownByAsync(reading.Service.Host, silence.LastHeartbeat, ct);
        return by is null ? null : EvidenceVerdict.Dead(DeathEvidence.ConfirmedDown, by);
    }
}
