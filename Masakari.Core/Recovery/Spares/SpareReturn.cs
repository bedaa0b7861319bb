using Masakari.Core.Hosts;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Journals;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Spares;

/// <summary>
/// Decides what becomes of the spares that a recovery has taken. One on which instances have landed stays an ordinary host. One on which
/// nothing landed is a spare again, its service disabled as before, and out of the aggregates to which it was added. What somebody else has
/// changed meanwhile stays, and one whose service somebody else has disabled is no spare any more.
/// </summary>
internal sealed class SpareReturn(
    INova nova, SpareUndo undo, SpareJournal journal, MoveJournal moves, HostRepository hosts, ILogger<SpareReturn> logger)
{
    /// <summary>Decides about all spares of a recovery. Trouble leaves one as it is, for the next attempt or the sweep.</summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="failedHost">The name of the failed host.</param>
    /// <param name="isOver">
    /// The recovery has ended, and the sweep decides. Before, it may still need a spare that somebody has disabled, and waits for it.
    /// </param>
    /// <param name="ct">Stops between two deeds.</param>
    public Task SettleAsync(ClaimSet claim, string failedHost, bool isOver, CancellationToken ct) =>
        EachAsync(claim, _ => true, failedHost, isOver, ct);

    /// <summary>Goes on with what a former attempt or life was giving back.</summary>
    public Task FinishAsync(ClaimSet claim, string failedHost, CancellationToken ct) =>
        EachAsync(claim, spare => spare.State == SpareState.GivingBack, failedHost, isOver: false, ct);

    private async Task EachAsync(ClaimSet claim, Func<SpareEntry, bool> chosen, string failedHost, bool isOver, CancellationToken ct)
    {
        foreach (var spare in (await journal.ListAsync(claim.Notification, ct)).Where(chosen))
        {
            claim.ShowLife();
            try
            {
                await DecideAsync(claim, spare, failedHost, isOver, ct);
            }
            catch (OpenStackException e)
            {
                await journal.NoteLookAsync(claim, spare);
                logger.NotGivenBack(claim.Notification, spare.Name, e.Message);
            }
        }
    }

    private async Task DecideAsync(ClaimSet claim, SpareEntry spare, string failedHost, bool isOver, CancellationToken ct)
    {
        switch (await LookAsync(claim, spare, failedHost, ct))
        {
            case SpareUse.Used:
                await KeepAsync(claim, spare, isOver, ct);
                break;
            case SpareUse.MayLand:
                await journal.NoteLookAsync(claim, spare);
                break;
            default:
                await GiveBackAsync(claim, spare, failedHost, isOver, ct);
                break;
        }
    }

    private async Task KeepAsync(ClaimSet claim, SpareEntry spare, bool isOver, CancellationToken ct)
    {
        if (spare.State == SpareState.Kept) return;
        if (spare.State == SpareState.GivingBack && !await undo.EnableAsync(claim, spare, mayWait: !isOver, ct))
        {
            await journal.NoteLookAsync(claim, spare);
            return;
        }
        await journal.NoteStateAsync(claim, spare, SpareState.Kept);
        logger.SpareKept(claim.Notification, spare.Name);
    }

    /// <summary>The row of the host comes last: until then no other recovery takes the spare.</summary>
    private async Task GiveBackAsync(ClaimSet claim, SpareEntry spare, string failedHost, bool isOver, CancellationToken ct)
    {
        if (await LeaveDisabledAsync(claim, spare, isOver, ct)) return;
        if (await journal.NoteStateAsync(claim, spare, SpareState.GivingBack) is not { } noted) return;
        spare = noted;
        if (!await undo.DisableAsync(claim, spare, mayWait: !isOver, ct))
        {
            await journal.NoteLookAsync(claim, spare);
            logger.NotGivenBack(claim.Notification, spare.Name, "its nova-compute is not disabled yet");
            return;
        }
        // Until it was disabled, Nova's scheduler could choose it for anything.
        if (await LookAsync(claim, spare, failedHost, ct) == SpareUse.Used)
        {
            await KeepAsync(claim, spare, isOver, ct);
            return;
        }
        if (!await undo.LeaveAggregatesAsync(claim, spare, mayWait: !isOver, ct))
        {
            await journal.NoteLookAsync(claim, spare);
            return;
        }
        if (await LeaveDisabledAsync(claim, spare, isOver, ct)) return;
        if (await journal.GiveBackAsync(claim, spare, await hosts.FindAsync(spare.Host, ct)))
            logger.SpareGivenBack(claim.Notification, spare.Name);
        else
            logger.SpareLeft(claim.Notification, spare.Name);
    }

    /// <summary>
    /// Leaves a spare alone whose service somebody else has disabled: reserved again, it would be enabled by the next recovery. What Nova has
    /// disabled it enables again; until then the spare is undecided.
    /// </summary>
    /// <returns>Whether nothing is to be given back, or not yet.</returns>
    private async Task<bool> LeaveDisabledAsync(ClaimSet claim, SpareEntry spare, bool isOver, CancellationToken ct)
    {
        if (await undo.FindDisabledBySomebodyAsync(spare, ct) is not { } service) return false;
        if (!isOver || service.IsDisabledByNova || !await undo.LeaveAggregatesAsync(claim, spare, mayWait: false, ct))
        {
            await journal.NoteLookAsync(claim, spare);
            return true;
        }
        await journal.ForgetAsync(claim, spare);
        logger.SpareLeft(claim.Notification, spare.Name);
        return true;
    }

    private async Task<SpareUse> LookAsync(ClaimSet claim, SpareEntry spare, string failedHost, CancellationToken ct)
    {
        // Records first: one that is over then belongs to an instance that is seen to have landed.
        var evacuations = await nova.ListEvacuationsAsync(failedHost, ct);
        var shown = await nova.ListServersAsync(spare.Name, ct);
        if (shown.IsEmpty) await BelieveAsync(spare, ct);
        return SpareUseRules.Of(spare.Name, !shown.IsEmpty, await moves.ListOfSpareAsync(claim.Notification, spare, ct), evacuations);
    }

    /// <summary>While the database of a cell is away, Nova shows neither the instances of the cell nor its services.</summary>
    private async Task BelieveAsync(SpareEntry spare, CancellationToken ct)
    {
        if ((await nova.FindServiceAsync(spare.Name, ct)).Value is null && await hosts.FindAsync(spare.Host, ct) is not null)
            throw new OpenStackException(
                FailureKind.Unreachable,
                $"Nova lists no instance on {spare.Name}, but does not show nova-compute of {spare.Name} either. "
                + "The list may be incomplete: the database of a cell may be away. "
                + $"If the service was deleted in Nova, delete host {spare.Name} from its segment");
    }
}
