using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Moves the planned instances, then lists the host again, until it shows none that is not planned: a list may have been short when the
/// plan was made. What appears is moved in the same attempt. What a trouble of the cloud kept is tried again until the trouble has passed,
/// or the time for the recovery is over.
/// </summary>
internal sealed class EvacuationRounds(
    FlowRound round, HostWatch watch, InstancePlan plan, MoveJournal journal, TroublePause pause, RetryOptions options,
    ILogger<EvacuationRounds> logger)
{
    public async Task<RoundsEnd> RunAsync(RecoveryContext context, IReadOnlyList<MoveJournalEntry> open, CancellationToken ct)
    {
        await using var vigil = await watch.BeginAsync(context, ct);
        var tries = new RoundTries(options.Attempts);
        var (tried, lasted, pauses) = (open.ToList(), TimeSpan.Zero, 0);
        while (true)
        {
            var end = await round.RunAsync(context, open, vigil, ct);
            lasted += end.Lasted;
            if (end.Stop is not null) return new(end.Stop, tried, lasted, Look: null);
            var look = await plan.ExtendAsync(context, ct);
            var trouble = CloudTrouble.Find(context.Host.Name, end);
            var again = tries.Again(open.Select(move => move.VMove), end, trouble);
            // With other destinations the next flow may succeed at once.
            if (trouble is { OtherDestinationsMayHelp: true } && !context.Flow.IsLast)
                return await LeaveAsync(context, trouble, new(Stop: null, tried, lasted, look) { FoundNoRoom = true });
            if (trouble is null) await context.Wait.ShowAsync(WaitReason.Destinations, null);
            else if (await pause.WaitAsync(context, vigil, trouble, pauses++, ct) is { } stop) return new(stop, tried, lasted, Look: null);
            if (trouble is { OtherDestinationsMayHelp: true }) context = context.OnBothWays();
            if (look.Fresh.Count + again.Count == 0) return new(Stop: null, tried, lasted, look);
            var late = await LateAsync(context, look.Fresh, ct);
            tried.AddRange(late);
            open = [.. (await journal.ListAsync(context.Notification.Uuid, ct)).Where(move => again.Contains(move.VMove)), .. late];
        }
    }

    private static async Task<RoundsEnd> LeaveAsync(RecoveryContext context, CloudTrouble trouble, RoundsEnd end)
    {
        await context.Progress.ReportAsync(0.6, trouble.Words);
        return end;
    }

    private async Task<IReadOnlyList<MoveJournalEntry>> LateAsync(
        RecoveryContext context, IReadOnlyList<Server> fresh, CancellationToken ct)
    {
        if (fresh.Count == 0) return [];
        logger.MoreAppeared(context.Notification.Uuid, context.Host.Name, fresh.Count);
        var names = string.Join(",", fresh.Select(server => server.Id));
        await context.Progress.ReportAsync(0.6, $"More instances appeared on host '{context.Host.Name}': '{names}'");
        var late = fresh.Select(server => server.Id).ToHashSet();
        return [.. (await journal.ListAsync(context.Notification.Uuid, ct)).Where(move => late.Contains(move.Instance))];
    }
}

/// <summary>How the rounds of an attempt ended.</summary>
/// <param name="Stop">Why not all moves were made; <see langword="null"/> = all were.</param>
/// <param name="Tried">The moves that were to be made.</param>
/// <param name="Lasted">How long the rounds took, without the pauses between them.</param>
/// <param name="Look">The last look at the host; <see langword="null"/> = not all moves were made.</param>
internal sealed record RoundsEnd(WatchEnd? Stop, IReadOnlyList<MoveJournalEntry> Tried, TimeSpan Lasted, PlanLook? Look)
{
    /// <summary>No destination can take what is left at present, and the next flow has others.</summary>
    public bool FoundNoRoom { get; init; }
}
