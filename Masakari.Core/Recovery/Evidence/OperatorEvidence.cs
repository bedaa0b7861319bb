using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Operator;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// An operator has confirmed that the host is dead: proof, unless a heartbeat came later. Nova must report the service down as well,
/// because Nova evacuates nothing from a host that it reports up.
/// </summary>
internal sealed class OperatorEvidence(EngineControl control, Heartbeats heartbeats, ILogger logger) : IEvidenceSource
{
    private readonly DateTimeOffset? lastBefore = heartbeats.Last;
    private bool isLogged;

    public async Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct)
    {
        if (reading.Service.Up || await control.FindConfirmationAsync(reading.Service.Host, ct) is not { } word) return null;
        if (word.HoldsAfter(heartbeats.Last)) return EvidenceVerdict.Dead(DeathEvidence.ConfirmedDown, word.By);
        if (!isLogged && word.HoldsAfter(lastBefore)) logger.WordVoid(reading.Service.Host, word.By, word.At, heartbeats.Last);
        isLogged = true;
        return null;
    }
}
