using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure.Guests;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Ends a recovery whose host reports to Nova: as a false alarm if nothing was sent, else with what was moved and what was not. Either way
/// the guests are started that stopped with the host. Once the host is found to be back, nothing is evacuated any more, also not by whoever
/// takes over: if the host dies again, the next report says so.
/// </summary>
internal sealed class HostReturn(
    FalseAlarm falseAlarm, LeftBehind leftBehind, ReturnedGuests returned, MoveJournal journal, GuestJournal guests)
{
    /// <summary>The host is back.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="wasAway">It has missed heartbeats: it may have rebooted.</param>
    /// <param name="ct">Stops between two calls.</param>
    public async Task<TaskOutcome> EndAsync(RecoveryContext context, bool wasAway, CancellationToken ct)
    {
        await guests.NoteReturnAsync(context.Claim, wasAway);
        return await EndAsync(context, ct);
    }

    /// <summary>Goes on where a former life found that the host is back.</summary>
    /// <returns><see langword="null"/> = none did.</returns>
    public async Task<TaskOutcome?> GoOnAsync(RecoveryContext context, CancellationToken ct) =>
        (await guests.ReadAsync(context.Notification.Uuid, ct)).ReturnedFor is null ? null : await EndAsync(context, ct);

    private async Task<TaskOutcome> EndAsync(RecoveryContext context, CancellationToken ct)
    {
        var moves = await journal.ListAsync(context.Notification.Uuid, ct);
        var isFalseAlarm = !moves.Any(HasChanged);
        var order = isFalseAlarm ? await falseAlarm.UndoAsync(context, ct) : await leftBehind.GiveStatesBackAsync(context, moves, ct);
        if (order is not null) return order;
        var end = await returned.StartAsync(context, moves, ct);
        if (end.Abort is { } abort) return abort;
        return isFalseAlarm ? falseAlarm.Conclude(context, end) : await leftBehind.EndAsync(context, moves, end, ct);
    }

    /// <summary>Something was sent to Nova for this instance, or somebody else has moved it.</summary>
    private static bool HasChanged(MoveJournalEntry move) =>
        move.Status == VMoveStatus.Succeeded || move.IntentAge is not null || move.ResetByUs;
}
