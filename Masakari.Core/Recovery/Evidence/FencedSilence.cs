using Masakari.Core.Recovery.Fencing;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// Silence is evidence only where the fence command cannot tell: a host that the command has seen on is never evacuated by silence, and
/// while the command may still answer, silence waits for it.
/// </summary>
/// <param name="silence">Says what the silence of the host is worth.</param>
/// <param name="fencing">What the command has said so far.</param>
internal sealed class FencedSilence(IEvidenceSource silence, FencingOfHost fencing) : IEvidenceSource
{
    public async Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct)
    {
        var verdict = await silence.JudgeAsync(reading, ct);
        if (verdict?.Death != DeathEvidence.Silence || fencing.Standing == FenceStanding.CannotTell) return verdict;
        return fencing.Held is { } why ? EvidenceVerdict.Held(why) : EvidenceVerdict.Waiting(WaitWords.ForFence(reading.Service.Host));
    }
}
