using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>Begins to watch the guests of a host that is back, from what the journals say.</summary>
internal sealed class ReturnedGuestWatches(GuestJournal journal, StoppedGuestOptions options, WaitOptions waits, TimeProvider clock)
{
    /// <param name="context">The recovery.</param>
    /// <param name="moves">Its moves.</param>
    /// <param name="ct">Ends the read.</param>
    /// <returns>
    /// <see langword="null"/> = no guest is to be started: it is switched off, or the host has missed no heartbeat, and so has not rebooted.
    /// </returns>
    public async Task<ReturnedGuestWatch?> BeginAsync(RecoveryContext context, IReadOnlyList<MoveJournalEntry> moves, CancellationToken ct)
    {
        if (!options.StartGuestsOfReturnedHost) return null;
        var view = await journal.ReadAsync(context.Notification.Uuid, ct);
        if (!view.WasAway) return null;
        return new ReturnedGuestWatch(view, moves, context.Notification.CreatedAt, options, waits.PowerOn, clock);
    }
}
