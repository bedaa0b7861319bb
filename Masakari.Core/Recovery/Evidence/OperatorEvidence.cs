using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Operator;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// An operator has confirmed that the host is dead: proof, unless a heartbeat came later. Nova must report the service down as well,
/// because Nova evacuates nothing from a host that it reports up.
/// </summary>
internal sealed class OperatorEvidence(EngineControl control, Heartbeats heartbeats, TimeProvider clock, ILogger logger) : IEvidenceSource
{
    private readonly DateTimeOffset? lastBefore = heartbeats.Last;

    public async Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct)
    {
        var host = reading.Service.Host;
        if (await control.FindConfirmationAsync(host, ct) is not { } word) return null;
        var now = reading.Now(clock);
        if (word.HoldsAfter(now - heartbeats.Last))
            return reading.Service.Up ? null : EvidenceVerdict.Dead(DeathEvidence.ConfirmedDown, word.By);
        await control.DropConfirmationAsync(host, word, ct);
        if (word.HoldsAfter(now - lastBefore)) logger.WordVoid(host, word.By, now - word.Age, heartbeats.Last);
        return null;
    }
}
