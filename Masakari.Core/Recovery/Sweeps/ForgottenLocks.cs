using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Sweeps;

/// <summary>
/// Instances that are still locked by us though their recovery is over: the unlock failed at its time, or the lock of a former life may
/// have reached Nova only after it.
/// </summary>
internal sealed class ForgottenLocks(
    MoveJournal moves, InstanceJournal guests, OpenMoves openMoves, INovaChanges nova, RecoveryPermits permits, TimeProvider clock,
    ILogger<ForgottenLocks> logger)
    : ISweepPart
{
    /// <summary>
    /// A process that was frozen since it read the rows must not act on them: the instance may be in another recovery by now.
    /// </summary>
    private static readonly TimeSpan RowsAreFresh = TimeSpan.FromSeconds(10);

    public string Name => "forgotten locks";

    public bool HasWork(SweepLook look) => look.HasLocks;

    public async Task RunAsync(Action showLife, CancellationToken ct)
    {
        var readAt = clock.GetTimestamp();
        var permit = permits.ForSweep(isFresh: () => clock.GetElapsedTime(readAt) <= RowsAreFresh);
        foreach (var (instance, noteAsync) in await ListAsync(ct))
        {
            showLife();   // while Nova hangs, many locks take long
            if (!await permit.MayGoAsync(ct)) return;   // before a login or a connection is tried; the next round goes on
            try
            {
                if (await openMoves.IsOpenAsync(instance, ct)) continue;   // since the rows were read: that recovery relies on the lock
                if (!await nova.UnlockAsync(instance, permit, ct)) return;
                await noteAsync();
            }
            catch (OpenStackException e)
            {
                logger.UnlockFailed(instance, e.Message);
                if (e.Kind is FailureKind.Unreachable or FailureKind.Overloaded) return;   // the others would only wait for the same
            }
        }
    }

    private async Task<IEnumerable<(Guid Instance, Func<Task> NoteAsync)>> ListAsync(CancellationToken ct) =>
    [
        .. (await moves.ListForgottenLocksAsync(ct)).Select(one => (one.Instance, (Func<Task>)(() => moves.NoteUnlockedAsync(one.VMove, ct)))),
        .. (await guests.ListForgottenLocksAsync(ct)).Select(one => (one.Instance, (Func<Task>)(() => guests.NoteUnlockedAsync(one.Notification, ct)))),
    ];
}
