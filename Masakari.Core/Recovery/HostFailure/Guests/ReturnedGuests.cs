using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>
/// A host that reboots has its guests off, and Nova does not start them (resume_guests_state_on_host_boot is false by default). So the
/// guests that ran before, and that no user has stopped, are started when Nova has noticed that they are off. Each must be seen active.
/// </summary>
internal sealed class ReturnedGuests(
    ReturnedGuestWatches watches, GuestLooks looks, ReturnedGuestStart start, InstanceSelection selection, RecoveryPermits permits, WaitOptions waits,
    TimeProvider clock)
{
    /// <summary>So many verify_intervals lie between two looks.</summary>
    private const int IntervalsBetweenLooks = 5;

    /// <summary>Looks until each guest is known to run or to be left, or until the time is over.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="moves">Its moves: what has landed is no guest of the host any more.</param>
    /// <param name="ct">Stops between two calls.</param>
    public async Task<GuestsEnd> StartAsync(RecoveryContext context, IReadOnlyList<MoveJournalEntry> moves, CancellationToken ct)
    {
        if (await watches.BeginAsync(context, moves, ct) is not { } watch) return GuestsEnd.Nothing;
        while (true)
        {
            context.Claim.ShowLife();
            if ((await permits.WaitAsync(context.Claim, ct)).Abort is { } order) return new() { Abort = TaskOutcome.Abort(order) };
            var isSilent = watch.IsSettled ? false : await LookAsync(context, watch, ct);
            var isTimeOver = isSilent is not null && watch.IsTimeOver && !watch.HasStartsUnderWay;
            if (isTimeOver && isSilent == false) watch.LeaveAll("Nova did not show it active in time");
            if (isSilent == true || isTimeOver || watch.IsSettled)
            {
                await start.ReleaseAsync(context);
                return new() { Started = watch.Started, Left = watch.Left, IsSilent = isSilent == true };
            }
            await context.Wait.ShowAsync(WaitReason.Guests, Words(context.Host.Name, watch), alarms: false);
            await Task.Delay(waits.VerifyInterval * IntervalsBetweenLooks, clock, ct);
        }
    }

    /// <returns>Whether the host has stopped to send heartbeats; <see langword="null"/> = Nova is away, which ends nothing.</returns>
    private async Task<bool?> LookAsync(RecoveryContext context, ReturnedGuestWatch watch, CancellationToken ct)
    {
        GuestLook? look = null;
        if (!await context.Outage.TryAsync(async () => look = await looks.LookAsync(context.Host.Name, watch.Open, ct), ct)) return null;
        if (look is null) return false;
        if (look.IsSilent) return true;
        var started = watch.Started;
        await start.StartAsync(context, watch.TakeIn(look, server => selection.WhyLeftOut(server, evidenceAt: null) is null), watch, ct);
        if (watch.Started > started) context.Phases.NoteBack();
        return false;
    }

    private static string Words(string host, ReturnedGuestWatch watch) =>
        $"Host {host} is back. Masakari waits until Nova shows which of its instances do not run, and starts those that stopped with the host. "
        + $"Started: {watch.Started}; still looked at: {watch.Open.Count}.";
}
