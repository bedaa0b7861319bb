using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>Ends a recovery whose host reports to Nova: as a false alarm if nothing was sent, else with what was moved and what was not.</summary>
internal sealed class HostReturn(FalseAlarm falseAlarm, LeftBehind leftBehind, MoveJournal journal)
{
    public async Task<TaskOutcome> EndAsync(RecoveryContext context, CancellationToken ct)
    {
        var moves = await journal.ListAsync(context.Notification.Uuid, ct);
        return moves.Any(HasChanged) ? await leftBehind.EndAsync(context, moves, ct) : await falseAlarm.EndAsync(context, ct);
    }

    /// <summary>Something was sent to Nova for this instance, or somebody else has moved it.</summary>
    private static bool HasChanged(MoveJournalEntry move) =>
        move.Status == VMoveStatus.Succeeded || move.IntentAge is not null || move.ResetByUs;
}
