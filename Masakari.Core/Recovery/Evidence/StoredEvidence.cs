using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// What an earlier look, attempt or life has concluded. It holds until a heartbeat comes; the proof of a flag holds as long as the flag.
/// While Nova calls the service up, nothing is evacuated on it. Silence does not count while Nova receives no heartbeat from anybody: then
/// Nova would not see a host that comes back. So heartbeats of others must be seen for a whole report interval without a gap, in which a
/// living host would have reported too. Where the silence was concluded by this process, they have been.
/// </summary>
/// <param name="heartbeats">Those of the host itself.</param>
/// <param name="evidence">What is stored, or <see langword="null"/>.</param>
/// <param name="picture">Whether Nova receives heartbeats of other hosts.</param>
internal sealed class StoredEvidence(Heartbeats heartbeats, DeathEvidence? evidence, NovaPicture picture) : IEvidenceSource
{
    private DeathEvidence? stored = evidence;

    /// <summary>There is evidence that no heartbeat has made void.</summary>
    public bool Holds => stored is not null;

    /// <summary>From now on this is known.</summary>
    public void Keep(DeathEvidence evidence)
    {
        stored = evidence;
        if (evidence == DeathEvidence.Silence) picture.Witness();
    }

    /// <summary>A heartbeat came.</summary>
    public void Drop() => stored = null;

    public Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct)
    {
        var service = reading.Service;
        if (stored == DeathEvidence.ForcedDown && !service.ForcedDown) Drop();
        return Task.FromResult(stored is { } known && (!service.Up || service.ForcedDown) ? Judge(known, service.Host) : null);
    }

    /// <summary>Others have been heard since the silence was concluded, or for long enough since then.</summary>
    private bool IsSeenThrough => picture.HasWitnessed || picture.HasHeardAllWithin(heartbeats.Quiet);

    private EvidenceVerdict Judge(DeathEvidence known, string host)
    {
        if (known == DeathEvidence.Silence && picture.IsInOutage) return EvidenceVerdict.Waiting(WaitWords.ForHeartbeats(host));
        if (known == DeathEvidence.Silence && !IsSeenThrough) return EvidenceVerdict.Looking(WaitWords.ForLooks(host, heartbeats.Last));
        return EvidenceVerdict.Dead(known) with { IsStored = true };
    }
}
