using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// What an earlier look, attempt or life has concluded. It holds until a heartbeat comes; the proof of a flag holds as long as the flag.
/// While Nova calls the service up, nothing is evacuated on it.
/// </summary>
internal sealed class StoredEvidence(DeathEvidence? evidence) : IEvidenceSource
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
        var verdict = stored is { } known && (!service.Up || service.ForcedDown) ? EvidenceVerdict.Dead(known) with { IsStored = true } : null;
        return Task.FromResult(verdict);
    }
}
