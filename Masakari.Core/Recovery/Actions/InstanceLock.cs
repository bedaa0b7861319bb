using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Actions;

/// <summary>Locks an instance against its owner while a recovery works on it, and takes that lock off again.</summary>
internal sealed class InstanceLock(
    INovaChanges changes, INova nova, RecoveryPermits permits, ILogger<InstanceLock> logger)
{
    /// <summary>For the clocks of two database nodes.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sends the lock: postponed when a pause comes between. The lock must stand in the journal before. A lock that Nova did not take is
    /// not ours, and the journal forgets it. After a lost answer Nova shows whether it took the lock.
    /// </summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="row">Where the lock stands in the journal.</param>
    /// <param name="known">What is known of the lock, before and after.</param>
    /// <param name="ct">Stops before the call.</param>
    /// <exception cref="OpenStackException">Nova rejected it, or does not show it. The next attempt sends it again.</exception>
    public async Task<ChangeEnd> LockUnlessPausedAsync(ClaimSet claim, ILockRow row, LockState known, CancellationToken ct)
    {
        try
        {
            var end = await permits.SendUnlessPausedAsync(
                claim, permit => changes.LockAsync(row.Instance, permit, CancellationToken.None), ct);
            if (end == ChangeEnd.Sent) known.Took();
            else await row.NoteAsync(known.ByUs);
            return end;
        }
        catch (OpenStackException e) when (!e.MayHaveHappened)
        {
            await row.NoteAsync(known.ByUs);
            throw;
        }
        catch (OpenStackException)
        {
            known.Lost();
            var server = await nova.FindServerAsync(row.Instance, ct);
            if (server is not { Locked: true }) throw;
            known.See(server);
            return ChangeEnd.Sent;
        }
    }

    /// <summary>Takes our lock off; trouble leaves it in the journal for the next attempt or the sweep.</summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="row">Where the lock stands in the journal.</param>
    /// <param name="mayComeLate">
    /// A lock that was sent has not been seen to work: it may reach Nova after this unlock. It stays in the journal, and the sweep takes
    /// it off once more when it can't be on its way any longer.
    /// </param>
    /// <param name="ct">Stops before the call.</param>
    public async Task UnlockAsync(ClaimSet claim, ILockRow row, bool mayComeLate, CancellationToken ct)
    {
        claim.ShowLife();   // many in a row take long while Nova hangs
        try
        {
            if (mayComeLate) await row.NoteUnlockAgainAsync(after: NovaTimeouts.Change + ClockMargin);
            await permits.UndoAsync(claim, permit => changes.UnlockAsync(row.Instance, permit, CancellationToken.None), ct);
            if (!mayComeLate) row.NoteUnlocked(failed: e => logger.UnlockFailed(row.Instance, e.Message));
        }
        catch (OpenStackException e)
        {
            logger.UnlockFailed(row.Instance, e.Message);
        }
    }
}
