using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Spares;
using Masakari.Core.Segments;
using Masakari.Core.VMoves;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Moves every instance that has a vmove. The verdict is per instance, from its latest attempt: all must have landed, or be gone.
/// </summary>
internal sealed class EvacuateInstances(
    EvacuationRounds rounds, HostReturn hostReturn, SpareReturn spares, InstanceMove moves, MoveJournal journal, SegmentRepository segments,
    ILogger<EvacuateInstances> logger) : IRecoveryTask
{
    public const string Name = "evacuate_instances_task";

    public string ConfName => Name;

    public string WireName => "EvacuateInstancesTask";

    public async Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct)
    {
        if (await segments.FindAsync(context.Host.Segment.Uuid, ct) is { Enabled: false })
            return TaskOutcome.Ignore(RecoveryMessages.SegmentDisabled);
        var before = await journal.ListAsync(context.Notification.Uuid, ct);
        foreach (var ended in before.Where(move => move.IsOver && move.LockedByUs)) await moves.UnlockAsync(context, ended, ct);
        var open = before.Where(move => !move.IsOver && !move.GivenUp).ToList();
        await context.Progress.ReportAsync(
            0.0, $"Start evacuation of instances from failed host '{context.Host.Name}', instance uuids are: '{Uuids(open)}'");
        var end = await rounds.RunAsync(context, open, ct);
        if (context.Flow.MayUseSpares) await spares.SettleAsync(context.Claim, context.Host.Name, isOver: false, ct);
        if (end.Stop?.Outcome is { } ordered) return ordered;
        var now = await journal.ListAsync(context.Notification.Uuid, ct);
        await ReportAsync(context, now);
        if (end.Stop is { IsAlive: true }) return await hostReturn.EndAsync(context, wasAway: true, ct);
        var outcome = await ConcludeAsync(context, now, end);
        if (outcome.Kind is OutcomeKind.Done or OutcomeKind.Skip) LogRecovered(context.Host.Name, now, end.Tried, end.Lasted);
        return outcome;
    }

    private static async Task ReportAsync(RecoveryContext context, IReadOnlyList<MoveJournalEntry> moves)
    {
        var host = context.Host.Name;
        var landed = moves.Where(move => move.Status == VMoveStatus.Succeeded).ToList();
        var failed = moves.Where(move => !move.IsOver).ToList();
        if (landed.Count > 0)
            await context.Progress.ReportAsync(0.7, $"Successfully evacuate instances '{Uuids(landed)}' from host '{host}'");
        if (failed.Count > 0)
            await context.Progress.ReportAsync(0.7, $"Failed to evacuate instances '{Uuids(failed)}' from host '{host}'");
    }

    private static async Task<TaskOutcome> ConcludeAsync(
        RecoveryContext context, IReadOnlyList<MoveJournalEntry> moves, RoundsEnd end)
    {
        var (unreadable, young) = (Unreadable(context.Host.Name, end.Look), PlanWords.Young(end.Look));
        var failed = moves.Count(move => !move.IsOver);
        if (end.Stop is not null)
            return TaskOutcome.Fail($"Nova reports nova-compute on host {context.Host.Name} as up, and receives no heartbeat from it. "
                + $"{failed} of {moves.Count} instances were not moved.");
        if (failed > 0 && unreadable.Length == 0 && moves.All(move => move.IsOver || move.GivenUp))
            return TaskOutcome.GiveUp($"{failed} of {moves.Count} instances of host {context.Host.Name} were not moved, and no retry can move "
                + "them. See the message of each vmove.");
        if (failed > 0)
            return TaskOutcome.Fail(
                $"{failed} of {moves.Count} instances of host {context.Host.Name} were not moved. See the message of each vmove."
                + (unreadable.Length > 0 ? $" {unreadable}" : "") + young) with { IsForRoom = end.FoundNoRoom };
        if (unreadable.Length > 0) return TaskOutcome.Fail(unreadable + young);
        await context.Progress.ReportAsync(1.0, "Evacuation process completed!");
        return young.Length == 0 ? TaskOutcome.Done : TaskOutcome.Skip(young.Trim());
    }

    private static string Unreadable(string host, PlanLook? look) =>
        look is { HeldOut.Count: > 0 } ? PlanWords.Unreadable(host, look.HeldOut) : "";

    private void LogRecovered(string host, IReadOnlyList<MoveJournalEntry> all, IReadOnlyList<MoveJournalEntry> begun, TimeSpan lasted)
    {
        var tried = begun.Select(move => move.VMove).ToHashSet();
        var moved = all.Count(move => move.Status == VMoveStatus.Succeeded && tried.Contains(move.VMove));
        var before = all.Count(move => move.Status == VMoveStatus.Succeeded) - moved;
        var gone = all.Count(move => move.Status == VMoveStatus.Ignored && tried.Contains(move.VMove));
        var others = (gone > 0 ? $", {gone} no longer existed" : "") + (before > 0 ? $", {before} moved in an earlier attempt" : "");
        logger.HostRecovered(host, moved, tried.Count, lasted.TotalSeconds, others);
    }

    private static string Uuids(IEnumerable<MoveJournalEntry> moves) => string.Join(",", moves.Select(move => move.Instance));
}
