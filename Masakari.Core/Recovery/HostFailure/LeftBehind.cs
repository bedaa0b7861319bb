using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Masakari.Core.VMoves;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// The host came back in the middle of its evacuation. What was not moved stays on the host: an instance that we had reset to error gets
/// its state back, and the message of the notification names the instances. The sweep takes off what is left of our locks.
/// </summary>
internal sealed class LeftBehind(
    INova nova, InstanceState states, MoveJournal journal, RecoveryPermits permits, ILogger<LeftBehind> logger)
{
    /// <summary>Ends the recovery: finished when every wanted instance has landed or runs, else failed without a retry.</summary>
    public async Task<TaskOutcome> EndAsync(RecoveryContext context, IReadOnlyList<MoveJournalEntry> moves, CancellationToken ct)
    {
        var open = moves.Where(move => !move.IsOver).ToList();
        var shown = (await nova.ListServersAsync(context.Host.Name, ct)).Readable.ToDictionary(server => server.Id);
        var down = new List<string>();
        foreach (var move in open)
        {
            context.Claim.ShowLife();
            if (await EndMoveAsync(context, move, shown.GetValueOrDefault(move.Instance), ct)) continue;
            down.Add($"{move.InstanceName} ({move.Instance})");
            if (await permits.AbortOfAsync(context.Claim, ct) is { } order) return TaskOutcome.Abort(order);
        }
        return Conclude(context, moves.Count - open.Count, open, down);
    }

    /// <returns>Whether the instance is on the host as it shall be.</returns>
    private async Task<bool> EndMoveAsync(RecoveryContext context, MoveJournalEntry move, Server? server, CancellationToken ct)
    {
        var host = context.Host.Name;
        var wanted = MoveRules.FinalState(move.VmState, move.PowerState);
        if (server is { VmState: "error" } && move is { ResetByUs: true, VmState: "active" })
            await states.ResetAsync(context.Claim, move.Instance, "active", ct);
        else if (server is { TaskState: null } && server.VmState == wanted)
        {
            await EndAsync(VMoveStatus.Ignored, $"Host {host} is back, and Nova shows the instance {wanted} there. It was not moved.");
            return true;
        }
        await EndAsync(VMoveStatus.Failed, $"Host {host} is back. The instance was not moved. Check whether it runs.");
        return false;

        Task EndAsync(VMoveStatus status, string message) => 
            journal.NoteEndAsync(context.Claim, move, new(status, Destination: null, message));
    }

    private TaskOutcome Conclude(RecoveryContext context, int moved, List<MoveJournalEntry> open, List<string> down)
    {
        var (host, all) = (context.Host.Name, moved + open.Count);
        var notMoved = open.Count == 0 ? "" : $". Not moved: {PlanWords.Named([.. open.Select(move => $"{move.InstanceName} ({move.Instance})")])}";
        logger.HostIsBack(context.Notification.Uuid, host, moved, all, notMoved);
        var message = $"Host {host} reports to Nova again. {moved} of {all} instances were moved{notMoved}.";
        return down.Count == 0
            ? TaskOutcome.Skip(message)
            : TaskOutcome.GiveUp($"{message} Check whether these run: {PlanWords.Named(down)}. The service stays disabled.");
    }
}
