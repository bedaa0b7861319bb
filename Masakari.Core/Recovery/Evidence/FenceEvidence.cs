using Masakari.Core.Recovery.Fencing;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.Evidence;

/// <summary>
/// The operator's fence command has seen the host off: proof, unless a heartbeat came later. Nova must report the service down as well,
/// because Nova evacuates nothing from a host that it reports up. The command is asked only when no source before this one can tell.
/// </summary>
internal sealed class FenceEvidence(FencingOfHost fencing, Heartbeats heartbeats, EvidenceOptions options) : IEvidenceSource
{
    public async Task<EvidenceVerdict?> JudgeAsync(HostReading reading, CancellationToken ct)
    {
        var (host, isDown) = (reading.Service.Host, !reading.Service.Up);
        // Under forced_down Nova calls a living host down, too: then only its silence tells.
        var view = new FenceView
        {
            IsDown = isDown && !reading.Service.ForcedDown,
            LastHeartbeat = heartbeats.Last,
            SilentFor = heartbeats.Quiet,
            ReportInterval = options.NovaReportInterval,
            IsProofRequired = options.RequireProof,
        };
        return await fencing.LookAsync(view, ct) switch
        {
            FenceStanding.IsOff when isDown => EvidenceVerdict.Dead(DeathEvidence.Fenced),
            FenceStanding.IsOff => EvidenceVerdict.Looking(WaitWords.SeenOff(host)),
            FenceStanding.IsOn => EvidenceVerdict.Waiting(WaitWords.StillOn(host)),
            _ => null,
        };
    }
}
