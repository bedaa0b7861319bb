using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Masakari.Core.Recovery.Spares;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Spares of recoveries that are over, of which it was not known at the end whether an instance lands there, or that could not be given back
/// then. The claim of the recovery is taken for it, so that only one controller decides.
/// </summary>
internal sealed class LeftSpares(SpareJournal journal, SpareReturn returns, ClaimStore claims, RecoveryPermits permits) : ISweepPart
{
    /// <summary>From one look at a spare to the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public string Name => "left spares";

    public bool HasWork(SweepLook look) => look.HasSpares;

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        var permit = permits.ForSweep(isFresh: () => true);
        foreach (var (notification, source, name) in await journal.ListLeftAsync(Pause, ct))
        {
            showLife();
            if (!await permit.MayGoAsync(ct)) return;   // during a pause: the sweep does not wait for its end
            if (name is not { } failedHost) continue;
            if (await claims.TakeAsync([ClaimSubject.Host(source)], notification, ct) is not { } claim) continue;   // a new report of the host
            await using (claim)
            {
                await returns.SettleAsync(claim, failedHost, isOver: true, ct);
                await claim.GiveBackAsync();
            }
        }
    }
}
