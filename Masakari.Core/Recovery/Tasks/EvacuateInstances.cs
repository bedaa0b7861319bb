using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Evacuation;
using Masakari.Core.Recovery.Silence;
using Masakari.Core.Recovery.Workflows;
using Masakari.Core.Segments;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Tasks;

/// <summary>
/// Moves every instance that has a vmove, as many at a time as the gate lets through. The verdict is per instance, from its
/// latest attempt (W1): all must have landed, or be gone.
/// </summary>
internal sealed class EvacuateInstances(
    MoveTools tools, EvacuationGates gates, SegmentRepository segments, RecoveryOptions options) : IRecoveryTask
{
    public string ConfName => "evacuate_instances_task";

    public string WireName => "EvacuateInstancesTask";

    public async Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct)
    {
        if (await segments.FindAsync(context.Host.Segment.Uuid, ct) is { Enabled: false })
            return TaskOutcome.Ignore(RecoveryMessages.SegmentDisabled);
        var moves = await tools.Journal.ListAsync(context.Notification.Uuid, ct);
        foreach (var ended in moves.Where(move => move.IsOver && move.LockedByUs))
            await new InstanceMove(tools, context, ended).UnlockAsync(ct);
        var open = moves.Where(move => !move.IsOver).ToList();
        await context.Progress.ReportAsync(0.0, $"Start evacuation of instances from failed host '{context.Host.Name}', instance uuids are: '{Uuids(open)}'");
        var began = tools.Clock.GetTimestamp();
        var gate = await gates.OpenAsync(context.Host.Name, ct);
        var allSent = await MoveAllAsync(context, open, gate, ct);
        var now = await tools.Journal.ListAsync(context.Notification.Uuid, ct);
        var outcome = await ConcludeAsync(context, now, allSent, gate.HasDestinations);
        if (outcome.Kind == OutcomeKind.Done) LogRecovered(context.Host.Name, now, open, tools.Clock.GetElapsedTime(began));
        return outcome;
    }

    /// <summary>False when a heartbeat came back and the rest was not sent any more.</summary>
    private async Task<bool> MoveAllAsync(RecoveryContext context, List<MoveJournalEntry> open, EvacuationGate gate, CancellationToken ct)
    {
        var host = context.Host.Name;
        var source = new SourceView(tools.Nova, host, tools.Waits.VerifyInterval, tools.Clock);
        var silence = new HostStillSilent(tools.Nova, host, tools.Waits.VerifyInterval, tools.Clock);
        var under = new List<Task>();
        try
        {
            foreach (var move in open)
            {
                await context.Claim.MayActAsync(ct);   // before the looks: during a pause they grow old
                var slot = await gates.EnterAsync(gate, ct);
                if (!await MaySendAsync(silence, source, slot, ct)) return false;
                under.Add(MoveAsync(new InstanceMove(tools, context, move, slot), slot, source, context.Progress, move.Instance, ct));
                if (options.StartStagger > TimeSpan.Zero) await Task.Delay(options.StartStagger, tools.Clock, ct);
            }
            return true;
        }
        finally
        {
            await Task.WhenAll(under);
        }
    }

    /// <summary>Looks at the host before each move; the slot goes back when the move will not be made.</summary>
    private static async Task<bool> MaySendAsync(HostStillSilent silence, SourceView source, EvacuationSlot slot, CancellationToken ct)
    {
        var may = false;
        try
        {
            if (!await silence.AskAsync(ct)) return false;
            await source.RefreshAsync(ct);
            return may = true;
        }
        finally
        {
            if (!may) slot.Leave(clean: true);
        }
    }

    private static async Task MoveAsync(InstanceMove move, EvacuationSlot slot, SourceView source, ProgressLog progress, Guid instance, CancellationToken ct)
    {
        var clean = false;
        try
        {
            var run = move.RunAsync(source.Server(instance), source.Evacuations(instance), ct);
            await Task.WhenAll(progress.ReportAsync(0.5, $"Evacuation of instance started: {instance}"), run);
            clean = (await run).Status != VMoveStatus.Failed;
        }
        finally
        {
            slot.Leave(clean);
        }
    }

    private static async Task<TaskOutcome> ConcludeAsync(
        RecoveryContext context, IReadOnlyList<MoveJournalEntry> moves, bool allSent, bool hasDestinations)
    {
        var host = context.Host.Name;
        var landed = moves.Where(move => move.Status == VMoveStatus.Succeeded).ToList();
        var failed = moves.Where(move => !move.IsOver).ToList();
        if (landed.Count > 0)
            await context.Progress.ReportAsync(0.7, $"Successfully evacuate instances '{Uuids(landed)}' from host '{host}'");
        if (failed.Count > 0)
            await context.Progress.ReportAsync(0.7, $"Failed to evacuate instances '{Uuids(failed)}' from host '{host}'");
        if (!allSent)
            return TaskOutcome.GiveUp(
                $"Nova reports nova-compute on host {host} as up again: {failed.Count} of {moves.Count} instances were not moved.");
        if (failed.Count > 0)
            return TaskOutcome.Fail(
                $"{failed.Count} of {moves.Count} instances of host {host} were not moved. See the message of each vmove."
                + (hasDestinations ? "" : " No other nova-compute was enabled and up."));
        await context.Progress.ReportAsync(1.0, "Evacuation process completed!");
        return TaskOutcome.Done;
    }

    private void LogRecovered(string host, IReadOnlyList<MoveJournalEntry> all, List<MoveJournalEntry> open, TimeSpan lasted)
    {
        var tried = open.Select(move => move.VMove).ToHashSet();
        var moved = all.Count(move => move.Status == VMoveStatus.Succeeded && tried.Contains(move.VMove));
        var before = all.Count(move => move.Status == VMoveStatus.Succeeded) - moved;
        var gone = all.Count(move => move.Status == VMoveStatus.Ignored && tried.Contains(move.VMove));
        var others = (gone > 0 ? $", {gone} no longer existed" : "") + (before > 0 ? $", {before} moved in an earlier attempt" : "");
        tools.Logger.HostRecovered(host, moved, tried.Count, lasted.TotalSeconds, others);
    }

    private static string Uuids(IEnumerable<MoveJournalEntry> moves) => string.Join(",", moves.Select(move => move.Instance));
}
