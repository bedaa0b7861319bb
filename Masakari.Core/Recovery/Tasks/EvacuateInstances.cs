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
        foreach (var ended in moves.Where(move => IsOver(move.Status) && move.LockedByUs))
            await new InstanceMove(tools, context, ended).UnlockAsync();
        var open = moves.Where(move => !IsOver(move.Status)).ToList();
        await context.Progress.ReportAsync(0.0, $"Start evacuation of instances from failed host '{context.Host.Name}', instance uuids are: '{Uuids(open)}'");
        var allSent = await MoveAllAsync(context, open, ct);
        return await ConcludeAsync(context, allSent, ct);
    }

    /// <summary>False when a heartbeat came back and the rest was not sent any more.</summary>
    private async Task<bool> MoveAllAsync(RecoveryContext context, List<MoveJournalEntry> open, CancellationToken ct)
    {
        var host = context.Host.Name;
        var source = new SourceView(tools.Nova, host, tools.Waits.VerifyInterval, tools.Clock);
        var gate = await gates.OpenAsync(host, ct);
        var silence = new HostStillSilent(tools.Nova, host, tools.Waits.VerifyInterval, tools.Clock);
        var under = new List<Task>();
        try
        {
            foreach (var move in open)
            {
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

    private async Task<TaskOutcome> ConcludeAsync(RecoveryContext context, bool allSent, CancellationToken ct)
    {
        var moves = await tools.Journal.ListAsync(context.Notification.Uuid, ct);
        var landed = moves.Where(move => move.Status == VMoveStatus.Succeeded).ToList();
        var failed = moves.Where(move => !IsOver(move.Status)).ToList();
        if (landed.Count > 0) await context.Progress.ReportAsync(0.7, $"Successfully evacuate instances '{Uuids(landed)}' from host '{context.Host.Name}'");
        if (failed.Count > 0) await context.Progress.ReportAsync(0.7, $"Failed to evacuate instances '{Uuids(failed)}' from host '{context.Host.Name}'");
        if (!allSent)
            return TaskOutcome.GiveUp($"Host {context.Host.Name} reports to Nova again: {failed.Count} instances were left on it.");
        if (failed.Count > 0) return TaskOutcome.Fail($"{failed.Count} of {moves.Count} instances of host {context.Host.Name} could not be evacuated.");
        await context.Progress.ReportAsync(1.0, "Evacuation process completed!");
        return TaskOutcome.Done;
    }

    private static bool IsOver(VMoveStatus status) => status is VMoveStatus.Succeeded or VMoveStatus.Ignored;

    private static string Uuids(IEnumerable<MoveJournalEntry> moves) => string.Join(",", moves.Select(move => move.Instance));
}
