using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Operator;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// An operator has confirmed that the host is dead: proof, unless a heartbeat came later. Nova must report the service down as well,
/// because Nova evacuates nothing from a host that it reports up. A heartbeat that is seen after the word voids it for good; for those that
/// came while nobody looked, the word's age tells.
/// </summary>
internal sealed class OperatorEvidence(EngineControl control, Heartbeats heartbeats, ILogger logger) : IEvidenceSource
{
    private readonly DateTimeOffset? lastBefore = heartbeats.Last;
    private (DateTimeOffset Word, DateTimeOffset? Last)? firstSeen;
    private bool isLogged;

    public async Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct)
    {
        var host = reading.Service.Host;
        if (await control.FindConfirmationAsync(host, ct) is not { } word) return null;
        if (firstSeen?.Word != word.At) firstSeen = (word.At, heartbeats.Last);
        var isVoid = heartbeats.Last > firstSeen?.Last;
        if (!isVoid && word.HoldsAfter(reading.At - heartbeats.Last))
            return reading.Service.Up ? null : EvidenceVerdict.Dead(DeathEvidence.ConfirmedDown, word.By);
        if (!isLogged && word.HoldsAfter(reading.At - lastBefore)) logger.WordVoid(host, word.By, word.At, heartbeats.Last);
        isLogged = true;
        if (isVoid) await control.DropConfirmationAsync(host, word, ct);
        return null;
    }
}
