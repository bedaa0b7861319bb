using System.Runtime.CompilerServices;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Hands out the moves of a recovery in their order, not during a pause, and none after an abort. An instance that another recovery is moving comes after all others, when that move is
/// over. Who waits holds up nobody: the recovery's other moves are under way by then.
/// </summary>
internal sealed class MoveQueue(
    OpenMoves openMoves, RecoveryPermits permits, WaitOptions waits, TimeProvider clock, ILogger<MoveQueue> logger)
{
    /// <summary>
    /// Each move is open for this recovery when it is handed out. A pause is waited for before, because looks at Nova grow old during it.
    /// </summary>
    public async IAsyncEnumerable<MoveJournalEntry> TakeAsync(
        ClaimSet claim, IReadOnlyList<MoveJournalEntry> moves, [EnumeratorCancellation] CancellationToken ct)
    {
        var (open, waiting) = await openMoves.OpenAsync(claim, moves);
        foreach (var move in waiting) logger.WaitsForOtherMove(claim.Notification, move.InstanceName, move.Instance);
        while (true)
        {
            foreach (var move in open)
            {
                if ((await permits.WaitAsync(claim, ct)).Abort is not null) yield break;
                yield return move;
            }
            if (waiting.Count == 0 || await permits.AbortOfAsync(claim, ct) is not null) yield break;
            claim.ShowLife();
            await Task.Delay(waits.VerifyInterval, clock, ct);
            (open, waiting) = await openMoves.OpenAsync(claim, waiting);
        }
    }

    /// <summary>The order that ended the queue early, as a sentence; <see langword="null"/> = there is none.</summary>
    public Task<string?> AbortOfAsync(ClaimSet claim, CancellationToken ct) => permits.AbortOfAsync(claim, ct);

    /// <summary>Ends when the operator has aborted the notification.</summary>
    public async Task UntilAbortedAsync(ClaimSet claim, CancellationToken ct)
    {
        while (await permits.AbortOfWaitingAsync(claim, ct) is null) await Task.Delay(waits.VerifyInterval, clock, ct);
    }

    /// <summary>The attempt is over: what it did not begin is free for others.</summary>
    public Task CloseAsync(ClaimSet claim) => openMoves.CloseAllAsync(claim);
}
