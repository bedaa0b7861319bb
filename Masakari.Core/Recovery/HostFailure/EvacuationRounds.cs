using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Moves the planned instances, then lists the host again, until it shows none that is not planned: a list may have been short when the
/// plan was made. What appears is moved in the same attempt.
/// </summary>
internal sealed class EvacuationRounds(
    EvacuationRound round, HostWatch watch, InstancePlan plan, MoveJournal journal, ILogger<EvacuationRounds> logger)
{
    public async Task<RoundsEnd> RunAsync(RecoveryContext context, IReadOnlyList<MoveJournalEntry> open, CancellationToken ct)
    {
        await using var vigil = await watch.BeginAsync(context, ct);
        var tried = open.ToList();
        var end = await round.RunAsync(context, open, vigil, ct);
        while (end.Stop is null)
        {
            var look = await plan.ExtendAsync(context, ct);
            if (look.Fresh.Count == 0) return new(end, tried, look);
            var late = await LateAsync(context, look.Fresh, ct);
            tried.AddRange(late);
            var next = await round.RunAsync(context, late, vigil, ct);
            end = next with { Lasted = end.Lasted + next.Lasted };
        }
        return new(end, tried, Look: null);
    }

    private async Task<IReadOnlyList<MoveJournalEntry>> LateAsync(
        RecoveryContext context, IReadOnlyList<Server> fresh, CancellationToken ct)
    {
        logger.MoreAppeared(context.Notification.Uuid, context.Host.Name, fresh.Count);
        var names = string.Join(",", fresh.Select(server => server.Id));
        await context.Progress.ReportAsync(0.6, $"More instances appeared on host '{context.Host.Name}': '{names}'");
        var late = fresh.Select(server => server.Id).ToHashSet();
        return [.. (await journal.ListAsync(context.Notification.Uuid, ct)).Where(move => late.Contains(move.Instance))];
    }
}

/// <summary>How the rounds of an attempt ended.</summary>
/// <param name="Last">The last round; it lasted as long as all of them.</param>
/// <param name="Tried">The moves that were to be made.</param>
/// <param name="Look">The last look at the host; <see langword="null"/> = a round did not begin all of its moves.</param>
internal sealed record RoundsEnd(RoundEnd Last, IReadOnlyList<MoveJournalEntry> Tried, PlanLook? Look);
