using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// An administrator or a fencing agent has declared the service down in Nova (API 2.53 os-services, forced_down): proof. A flag that is set
/// while we look is trusted at once. An older one may have been forgotten on a host that lives: then no heartbeat may arrive for some
/// time in which Nova receives those of the other hosts.
/// </summary>
internal sealed class ForcedDownEvidence(Heartbeats heartbeats, NovaPicture picture, TimeSpan settle) : IEvidenceSource
{
    public Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct) => Task.FromResult(Judge(reading));

    private EvidenceVerdict? Judge(HostReading reading)
    {
        var host = reading.Service.Host;
        if (!reading.Service.ForcedDown) return null;
        if (settle == TimeSpan.Zero || heartbeats.WasDeclaredDown) return EvidenceVerdict.Dead(DeathEvidence.ForcedDown);
        if (heartbeats.Quiet < settle) return EvidenceVerdict.Looking(WaitWords.ToSettle(host, settle));
        return picture.HasHeardAllWithin(heartbeats.Quiet)
            ? EvidenceVerdict.Dead(DeathEvidence.ForcedDown)
            : EvidenceVerdict.Waiting(WaitWords.ToBelieveFlag(host));
    }
}
