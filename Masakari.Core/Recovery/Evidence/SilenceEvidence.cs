using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// Nova calls the host down and has received no heartbeat from it for as long as configured. That counts only while Nova receives
/// heartbeats of another host and has received them while this one was silent, while there is a destination, and after we have looked for
/// two heartbeats ourselves: the clock of one answer may be wrong.
/// </summary>
/// <param name="heartbeats">Those of the host itself.</param>
/// <param name="options">How long is long enough.</param>
/// <param name="picture">Whether Nova receives heartbeats of other hosts.</param>
/// <param name="hasDestination">Whether one of the other hosts could take the instances.</param>
internal sealed class SilenceEvidence(
    Heartbeats heartbeats, EvidenceOptions options, NovaPicture picture,
    Func<IReadOnlyList<ComputeService>, CancellationToken, Task<bool>> hasDestination) : IEvidenceSource
{
    private const int IntervalsToLook = 2;

    public async Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct)
    {
        var host = reading.Service.Host;
        var isLongEnough = !reading.Service.Up && reading.At - (heartbeats.SilentSince ?? reading.At) >= options.WantedSilence;
        if (options.RequireProof && isLongEnough) return EvidenceVerdict.Waiting(WaitWords.ForProof(host));
        if (!isLongEnough) return EvidenceVerdict.Looking(WaitWords.ForSilence(host, heartbeats.SilentSince, options));
        if (picture.IsDead) return EvidenceVerdict.Waiting(WaitWords.ForHeartbeats(host));
        // A configured silence may be shorter than it takes to notice an outage: in it, the host is as silent as all others.
        var othersWentOn = picture.IsAlive && picture.HasHeardAllWithin(heartbeats.Quiet);
        if (!othersWentOn || heartbeats.Quiet < options.NovaReportInterval * IntervalsToLook)
            return EvidenceVerdict.Looking(WaitWords.ForLooks(host, heartbeats.Last));
        return await hasDestination(reading.Others, ct)
            ? EvidenceVerdict.Dead(DeathEvidence.Silence)
            : EvidenceVerdict.Waiting(WaitWords.ForDestination(host));
    }
}
