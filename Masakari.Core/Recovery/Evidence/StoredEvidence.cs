using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// What an earlier look, attempt or life has concluded. It holds until a heartbeat comes; the proof of a flag holds as long as the flag.
/// While Nova calls the service up, nothing is evacuated on it. Silence does not count while Nova receives no heartbeat from anybody: then
/// Nova would not see a host that comes back.
/// </summary>
internal sealed class StoredEvidence(DeathEvidence? evidence, NovaPicture picture) : IEvidenceSource
{
    private DeathEvidence? stored = evidence;

    /// <summary>There is evidence that no heartbeat has made void.</summary>
    public bool Holds => stored is not null;

    /// <summary>From now on this is known.</summary>
    public void Keep(DeathEvidence evidence) => stored = evidence;

    /// <summary>A heartbeat came.</summary>
    public void Drop() => stored = null;

    public Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct)
    {
        var service = reading.Service;
        if (stored == DeathEvidence.ForcedDown && !service.ForcedDown) Drop();
        return Task.FromResult(stored is { } known && (!service.Up || service.ForcedDown) ? Judge(known, service.Host) : null);
    }

    private EvidenceVerdict Judge(DeathEvidence known, string host) => known == DeathEvidence.Silence && picture.IsInOutage
        ? EvidenceVerdict.Waiting(WaitWords.ForHeartbeats(host))
        : EvidenceVerdict.Dead(known) with { IsStored = true };
}
