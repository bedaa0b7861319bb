using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure.Guests;
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
    INova nova, InstanceState states, MoveJournal journal, RecoveryPermits permits, WaitOptions waits, ILogger<LeftBehind> logger)
{
    /// <summary>Makes the instances active again that were active before we reset them, and were not moved.</summary>
    /// <returns>How the recovery ends instead, by the operator's order; <see langword="null"/> = they are.</returns>
    public async Task<TaskOutcome?> GiveStatesBackAsync(RecoveryContext context, IReadOnlyList<MoveJournalEntry> moves, CancellationToken ct)
    {
        var reset = moves.Where(move => !move.IsOver && IsResetByUs(move)).ToList();
        if (reset.Count == 0) return null;
        var shown = await ListAsync(context, ct);
        // A reset in the midst of a build would break the evacuation, and the guest may run on its destination by then.
        var evacuations = (await nova.ListEvacuationsAsync(context.Host.Name, ct)).Where(one => one.IsOpen);
        var underWay = evacuations.Select(one => one.InstanceId).ToHashSet();
        foreach (var move in reset.Where(move => IsIdleInError(move) && !underWay.Contains(move.Instance)))
        {
            context.Claim.ShowLife();
            if (await states.ResetAsync(context.Claim, move.Instance, "active", ct) == ChangeEnd.Aborted)
                return TaskOutcome.Abort((await permits.AbortOfAsync(context.Claim, ct))!);
        }
        return null;

        bool IsIdleInError(MoveJournalEntry move) => shown.GetValueOrDefault(move.Instance) is { VmState: "error", TaskState: null };
    }

    /// <summary>Ends the recovery: finished when every wanted instance has landed or runs, else failed without a retry.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="moves">Its moves.</param>
    /// <param name="guests">What became of the instances that are still on the host.</param>
    /// <param name="ct">Stops between two calls.</param>
    public async Task<TaskOutcome> EndAsync(
        RecoveryContext context, IReadOnlyList<MoveJournalEntry> moves, GuestsEnd guests, CancellationToken ct)
    {
        var shown = await ListAsync(context, ct);
        var (left, down, moved) = (new List<string>(), new List<string>(), moves.Count(move => move.IsOver));
        foreach (var move in moves.Where(move => !move.IsOver))
        {
            context.Claim.ShowLife();
            var server = shown.GetValueOrDefault(move.Instance) ?? await nova.FindServerAsync(move.Instance, ct);
            if (server is not null && IsToSettle(context.Host.Name, move, server)) server = await SettleAsync(context, move, server, ct);
            var end = EndOf(context.Host.Name, move, server, guests.IsSilent);
            await journal.NoteEndAsync(context.Claim, move, end);
            if (end.Status == VMoveStatus.Failed) down.Add(Name(move));
            if (end.Status == VMoveStatus.Succeeded || server is null) moved++;
            else left.Add(Name(move));
            if (await permits.AbortOfAsync(context.Claim, ct) is { } order) return TaskOutcome.Abort(order);
        }
        return Conclude(context, moved, moves.Count, left, down, guests);
    }

    private async Task<Dictionary<Guid, Server>> ListAsync(RecoveryContext context, CancellationToken ct) =>
        (await nova.ListServersAsync(context.Host.Name, ct)).Readable.ToDictionary(server => server.Id);

    /// <summary>A former life has evacuated it, and did not live to put it into its state on its new host.</summary>
    private static bool IsToSettle(string host, MoveJournalEntry move, Server server) =>
        (move.IntentAge is not null || move.ResetByUs) && HasLanded(host, move, server) && FinalState(move) switch
        {
            "active" => move.IsToBeStarted && server.VmState == "stopped",
            var wanted => server.VmState != wanted,
        };

    /// <summary>Starts or stops it; one that was in error before is then in error again.</summary>
    private async Task<Server?> SettleAsync(RecoveryContext context, MoveJournalEntry move, Server server, CancellationToken ct)
    {
        if (move.IsToBeStarted)
        {
            await states.StartAsync(context.Claim, server, ct);
            await states.IsActiveWithinAsync(server, context.Host.Name, waits.PowerOn, ct);
            return await nova.FindServerAsync(server.Id, ct);
        }
        if (server.VmState == "active")
        {
            await states.StopAsync(context.Claim, server, ct);
            await states.IsStoppedWithinAsync(server, context.Host.Name, waits.PowerOff, ct);
        }
        var stopped = await nova.FindServerAsync(server.Id, ct);
        if (FinalState(move) != "error" || stopped is not { VmState: "stopped" }) return stopped;
        await states.ResetAsync(context.Claim, server.Id, "error", ct);
        return await nova.FindServerAsync(server.Id, ct);
    }

    private static bool HasLanded(string host, MoveJournalEntry move, Server server) =>
        server.Host != host && server is { Host: not null, TaskState: null }
        && (server.VmState is "active" or "stopped" || (server.VmState == "error" && FinalState(move) == "error"));

    private static string FinalState(MoveJournalEntry move) => MoveRules.FinalState(move.VmState, move.PowerState);

    private static bool IsResetByUs(MoveJournalEntry move) => move is { ResetByUs: true, VmState: "active" };

    /// <summary>The instance is on the host as it shall be. One that we have set to active by hand may be off.</summary>
    private static bool IsAsWanted(MoveJournalEntry move, Server server) =>
        server.TaskState is null && server.VmState == FinalState(move) && !IsResetByUs(move);

    /// <summary>An evacuation that was under way may have landed meanwhile.</summary>
    private static MoveEnd EndOf(string host, MoveJournalEntry move, Server? server, bool isSilent)
    {
        if (server is null) return MoveStep.End.Gone.ToJournal();
        if (HasLanded(host, move, server))
            return MoveStep.End.Landed(server.Host).ToJournal();
        return !isSilent && IsAsWanted(move, server)
            ? new(VMoveStatus.Ignored, Destination: null,
                $"Host {host} is back, and Nova shows the instance {FinalState(move)} there. It was not moved.")
            : new(VMoveStatus.Failed, Destination: null, $"Host {host} is back. The instance was not moved. Check whether it runs.");
    }

    private static string Name(MoveJournalEntry move) => $"{move.InstanceName} ({move.Instance})";

    private TaskOutcome Conclude(
        RecoveryContext context, int moved, int all, List<string> left, List<string> down, GuestsEnd guests)
    {
        var (host, words) = (context.Host.Name, guests.ToWords(context.Host.Name));
        var notMoved = left.Count == 0 ? "" : $". Not moved: {PlanWords.Named(left)}";
        logger.HostIsBack(context.Notification.Uuid, host, moved, all, notMoved, words);
        var message = $"Host {host} reports to Nova again. {moved} of {all} instances were moved{notMoved}.{words}";
        if (down.Count == 0 && guests.AllRun) return TaskOutcome.Skip(message);
        var check = down.Count == 0 ? "" : $" Check whether these run: {PlanWords.Named(down)}.";
        return TaskOutcome.GiveUp($"{message}{check} The service stays disabled.");
    }
}
