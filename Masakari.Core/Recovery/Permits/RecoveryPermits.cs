using System.Data.Common;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Operator;

namespace Masakari.Core.Recovery.Permits;

/// <summary>
/// The way of every change outside the database: wait until the operator's orders allow it, then send it with a permit that is asked once
/// more when the request is about to go, because getting a token or a connection may have taken long. Who waits during a pause:
/// <c>MoveQueue</c> before it hands out the next move, a move before it makes its instance ready, and each change here.
/// </summary>
internal sealed class RecoveryPermits(OperatorOrders orders)
{
    /// <summary>Waits for the end of a pause, or for an abort. Asked before a look at Nova on which a change will rest.</summary>
    /// <exception cref="ClaimLostException">The owner must stop.</exception>
    public async Task<Clearance> WaitAsync(ClaimSet claim, CancellationToken ct)
    {
        claim.MustHold();
        var clearance = await orders.WaitAsync(claim.Notification, claim.ShowLife, ct);
        claim.MustHold();
        return clearance;
    }

    /// <summary>The order to end the notification, as a sentence; <see langword="null"/> = there is none.</summary>
    public Task<string?> AbortOfAsync(ClaimSet claim, CancellationToken ct) => orders.AbortOfAsync(claim.Notification, ct);

    /// <summary>
    /// As <see cref="AbortOfAsync"/>, for those who only wait. <see langword="null"/> also while the database cannot be read: a wait goes
    /// on meanwhile.
    /// </summary>
    public async Task<string?> AbortOfWaitingAsync(ClaimSet claim, CancellationToken ct)
    {
        try
        {
            return await AbortOfAsync(claim, ct);
        }
        catch (Exception e) when (e is DbException or DatabaseUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Sends a change that rests on what the caller has just seen: it is postponed when a pause comes between.</summary>
    /// <exception cref="ClaimLostException">The owner must stop.</exception>
    public async Task<ChangeEnd> SendUnlessPausedAsync(ClaimSet claim, Func<IChangePermit, Task<bool>> change, CancellationToken ct)
    {
        var clearance = await WaitAsync(claim, ct);
        if (clearance.Abort is not null) return ChangeEnd.Aborted;
        // A permit that says no because the claim is lost postpones, too: the next wait or write throws.
        return clearance.IsAtOnce && await change(ChangePermit.ForChange(claim, orders)) ? ChangeEnd.Sent : ChangeEnd.Postponed;
    }

    /// <summary>Sends a change that is as right after a pause as before: it waits for the end of the pause.</summary>
    /// <exception cref="ClaimLostException">The owner must stop.</exception>
    public async Task<ChangeEnd> SendAsync(ClaimSet claim, Func<IChangePermit, Task<bool>> change, CancellationToken ct)
    {
        while (true)
            if (await SendUnlessPausedAsync(claim, change, ct) is var end and not ChangeEnd.Postponed) return end;
    }

    /// <summary>
    /// Takes back what we changed: a lock of ours, a spare that is not used. During a pause it waits; an abort lets it through, pause or not.
    /// </summary>
    /// <exception cref="ClaimLostException">The owner must stop.</exception>
    public async Task UndoAsync(ClaimSet claim, Func<IChangePermit, Task<bool>> undo, CancellationToken ct)
    {
        do await WaitAsync(claim, ct);
        while (!await undo(ChangePermit.ForUndo(claim, orders)));
    }

    /// <summary>As <see cref="UndoAsync"/>, for the sweep, which never waits for the end of a pause.</summary>
    /// <returns>Whether it was sent.</returns>
    /// <exception cref="ClaimLostException">The owner must stop.</exception>
    public Task<bool> UndoAtOnceAsync(ClaimSet claim, Func<IChangePermit, Task<bool>> undo)
    {
        claim.MustHold();
        return undo(ChangePermit.ForUndo(claim, orders));
    }

    /// <summary>A permit for a change that the journal announces. Whoever has it sends at once and waits for nothing.</summary>
    public ChangePermit ForIntent(ClaimSet claim, Func<bool> isFresh) => ChangePermit.ForIntent(claim, orders, isFresh);

    /// <summary>A permit for a change without a claim, which rests on rows that were just read.</summary>
    public IChangePermit ForSweep(Func<bool> isFresh) => new SweepPermit(orders, isFresh);
}

/// <summary>What became of a change.</summary>
internal enum ChangeEnd
{
    /// <summary>It was sent, and answered.</summary>
    Sent,

    /// <summary>A pause came between: nothing was sent, and what the caller knows of Nova is old.</summary>
    Postponed,

    /// <summary>The operator has aborted the notification: nothing was sent.</summary>
    Aborted,
}
