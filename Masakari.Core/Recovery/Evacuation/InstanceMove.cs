using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.Evacuation;

/// <summary>
/// One attempt to move one instance, from wherever a former attempt or life left it: lock, reset, ask, wait, put into its final
/// state, unlock. Changing calls are never cancelled half-way; stopping happens between them.
/// </summary>
internal sealed class InstanceMove(MoveTools tools, RecoveryContext context, MoveJournalEntry move, EvacuationSlot? slot = null)
{
    /// <summary>For the clocks of two database nodes.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(5);

    private readonly Claim claim = context.Claim;
    private readonly string source = context.Host.Name;
    private bool lockedByUs = move.LockedByUs;
    private bool slowedDown;

    /// <summary>A lock was sent, by a former life or with its answer lost, that has not been seen to work: it may reach Nova after our unlock.</summary>
    private bool lockMayComeLate = move.LockedByUs;

    /// <summary>Makes the attempt and writes down how it ended; the instance is unlocked in any case.</summary>
    /// <param name="server">The instance as just listed on the failed host, or null when it is not there (any more).</param>
    /// <param name="evacuations">Nova's evacuations of this instance away from the failed host.</param>
    /// <param name="ct">Stops between two calls; the row then stays as it is for whoever goes on.</param>
    public async Task<MoveEnd> RunAsync(Server? server, IReadOnlyList<EvacuationRecord> evacuations, CancellationToken ct)
    {
        var end = await AttemptAsync(server, evacuations, ct);
        await tools.Journal.NoteEndAsync(claim, move, end.Status, end.Destination, end.Message);
        Log(end);
        if (lockedByUs) await UnlockAsync(ct);
        return end;
    }

    private void Log(MoveEnd end)
    {
        var (notification, name, id) = (claim.Key.Notification, move.InstanceName, move.Instance);
        if (end.Status == VMoveStatus.Succeeded) tools.Logger.MoveSucceeded(notification, name, id, end.Destination);
        else if (end == MoveEnd.Gone) tools.Logger.InstanceGone(notification, name, id);
        else tools.Logger.MoveFailed(notification, name, id, end.Message);
    }

    /// <summary>
    /// Takes our lock off; trouble leaves it in the journal for the next attempt or the sweep (W12). So does a lock that may come later
    /// still: the sweep takes it off once more when it can't be on its way any longer.
    /// </summary>
    public async Task UnlockAsync(CancellationToken ct)
    {
        claim.ShowLife();   // many in a row take long while Nova hangs
        try
        {
            if (lockMayComeLate) await tools.Journal.NoteUnlockAgainAsync(claim, move, after: NovaTimeouts.Change + ClockMargin);
            await claim.UnlockAsync(() => tools.Nova.UnlockAsync(move.Instance, CancellationToken.None), ct);
            if (!lockMayComeLate) await tools.Journal.NoteUnlockedAsync(claim, move);
        }
        catch (OpenStackException e)
        {
            tools.Logger.UnlockFailed(move.Instance, e.Message);
        }
    }

    private async Task<MoveEnd> AttemptAsync(Server? listed, IReadOnlyList<EvacuationRecord> evacuations, CancellationToken ct)
    {
        try
        {
            if ((listed ?? await tools.Nova.FindServerAsync(move.Instance, ct)) is not { } server) return MoveEnd.Gone;
            if (server.Locked) lockMayComeLate = false;
            if (MayStillBeOnItsWay(evacuations) is { } left) return await WaitOutAsync(server, left, ct);
            return await GoOnAsync(server, evacuations, ct);
        }
        catch (OpenStackException e) when (e.Kind == FailureKind.NotFound)
        {
            return await tools.Nova.FindServerAsync(move.Instance, ct) is null ? MoveEnd.Gone : MoveEnd.Failed(e.Message);
        }
        catch (Exception e) when (e is OpenStackException or AbortedException)
        {
            return MoveEnd.Failed(e.Message);
        }
    }

    private async Task<MoveEnd> GoOnAsync(Server server, IReadOnlyList<EvacuationRecord> evacuations, CancellationToken ct)
    {
        if (InstanceSelection.IsBeingDeleted(server)) return MoveEnd.Gone;
        if (server.Host is null) return MoveEnd.Failed("Nova shows no host for the instance.");
        if (server.Host != source) return await SettleAsync(server, movedByUs: move.AskedAgo is not null || move.ResetByUs, ct);
        return evacuations.Any(one => one.IsOpen) ? await FollowAsync(server, ct) : await AskAsync(server, evacuations, ct);
    }

    /// <summary>
    /// How long a call of a former life, of which Nova shows nothing, may still be on its way: sent two seconds after its intent at the
    /// latest, and within its total time-out; null = it is not, or was heard.
    /// </summary>
    private TimeSpan? MayStillBeOnItsWay(IReadOnlyList<EvacuationRecord> evacuations)
    {
        if (move.AskedAgo is not { } ago || Landing.Newest(evacuations, move.EvacuationsBefore) is not null) return null;
        var left = NovaTimeouts.Evacuate + EvacuateCall.IntentIsFresh + ClockMargin - ago;
        return left > TimeSpan.Zero ? left : null;
    }

    /// <summary>Waits until the lost call is heard or can't be any more, then decides by what Nova shows now (N2: a second evacuate breaks the instance).</summary>
    private async Task<MoveEnd> WaitOutAsync(Server server, TimeSpan left, CancellationToken ct)
    {
        tools.Logger.WaitingOutLostCall(claim.Key.Notification, move.InstanceName, move.Instance, left.TotalSeconds);
        await tools.Watcher.UntilAsync(server, source, view => Landing.Newest(view.Evacuations, move.EvacuationsBefore), left, ct);
        var evacuations = (await tools.Nova.ListEvacuationsAsync(source, ct)).Where(one => one.InstanceId == move.Instance).ToList();
        return await tools.Nova.FindServerAsync(move.Instance, ct) is { } now ? await GoOnAsync(now, evacuations, ct) : MoveEnd.Gone;
    }

    private async Task<MoveEnd> AskAsync(Server server, IReadOnlyList<EvacuationRecord> evacuations, CancellationToken ct)
    {
        var before = evacuations.Select(one => one.Id).DefaultIfEmpty().Max();
        if (await MakeReadyAsync(server, ct) is not { } ready) return await AttemptAnewAsync(ct);
        var tries = await new EvacuateCall(tools, claim, move, source).SendAsync(before, ct);
        if (tries == 0) return await AttemptAnewAsync(ct);
        slowedDown = tries > 1;
        return await LandAsync(ready, before, ct);
    }

    /// <summary>A pause came between the look and the deed: somebody may have moved the instance by hand meanwhile (N2).</summary>
    private async Task<MoveEnd> AttemptAnewAsync(CancellationToken ct)
    {
        var evacuations = await tools.Nova.ListEvacuationsAsync(source, ct);
        return await AttemptAsync(null, [.. evacuations.Where(one => one.InstanceId == move.Instance)], ct);
    }

    /// <summary>Null when a pause came between.</summary>
    private async Task<Server?> MakeReadyAsync(Server server, CancellationToken ct)
    {
        if (!await claim.MayActAsync(ct)) return null;
        var reset = InstancePlan.NeedsReset(server.VmState, server.TaskState);
        var lockIt = !server.Locked && !lockedByUs;
        if (lockIt || reset) await tools.Journal.NoteLockAsync(claim, move, lockedByUs || lockIt, move.ResetByUs || reset);
        if (lockIt && !await LockAsync(ct)) return null;
        if (!reset) return server;
        if (!await claim.TryChangeAsync(() => tools.Nova.ResetStateAsync(move.Instance, "error", CancellationToken.None), ct)) return null;
        tools.Logger.StateReset(claim.Key.Notification, move.InstanceName, move.Instance, server.VmState, server.TaskState ?? "none");
        return server with { VmState = "error", TaskState = null };
    }

    /// <summary>False when a pause came between.</summary>
    private async Task<bool> LockAsync(CancellationToken ct)
    {
        lockedByUs = lockMayComeLate = true;   // until it is answered
        var sent = await claim.TryChangeAsync(() => tools.Nova.LockAsync(move.Instance, CancellationToken.None), ct);
        lockMayComeLate = false;
        return sent;
    }

    /// <summary>An evacuation is under way that a former life, or somebody else, asked for.</summary>
    private async Task<MoveEnd> FollowAsync(Server server, CancellationToken ct)
    {
        await tools.Journal.NoteOngoingAsync(claim, move);
        return await LandAsync(server, move.EvacuationsBefore, ct);
    }

    private async Task<MoveEnd> LandAsync(Server server, long before, CancellationToken ct)
    {
        var landing = await tools.Watcher.UntilAsync(
            server, source, view => Landing.Of(view, source, before, server.VmState), tools.Waits.Evacuation, ct);
        slot?.Leave(clean: !slowedDown && landing is { Failure: null });
        if (landing is null)
            return MoveEnd.Failed(
                $"The evacuation did not end within {tools.Waits.Evacuation.TotalSeconds:0} s "
                + "(timeout, see wait_period_after_evacuation).");
        if (landing.Failure is { } failure) return MoveEnd.Failed(failure);
        return landing.Server is { } landed ? await SettleAsync(landed, movedByUs: true, ct) : MoveEnd.Gone;
    }

    /// <summary>Puts an instance that is on its new host into the state it shall be left in.</summary>
    private async Task<MoveEnd> SettleAsync(Server landed, bool movedByUs, CancellationToken ct)
    {
        var wanted = InstancePlan.FinalState(move.VmState, move.PowerState);
        if (landed.VmState == "error" && wanted != "error" && !move.ResetByUs)
            return MoveEnd.Failed(
                $"The instance is on {landed.Host}, but in error state.{Landing.Fault(landed, since: null)}", landed.Host);
        if (!movedByUs || landed.VmState == wanted) return MoveEnd.Landed(landed.Host);
        if (wanted != "active" && landed.VmState != "stopped" && !await StopAsync(landed, ct))
            return MoveEnd.Failed(
                $"The instance moved to {landed.Host}, but did not stop within {tools.Waits.PowerOff.TotalSeconds:0} s.", landed.Host);
        // In error on its new host although it shall run: a reset of a former life that reached Nova late.
        if (wanted == "error" || (wanted == "active" && landed.VmState == "error" && move.ResetByUs))
            await claim.ChangeAsync(() => tools.Nova.ResetStateAsync(move.Instance, wanted, CancellationToken.None), ct);
        return MoveEnd.Landed(landed.Host);
    }

    private async Task<bool> StopAsync(Server landed, CancellationToken ct)
    {
        if (landed.TaskState is null)
            await claim.ChangeAsync(() => tools.Nova.StopAsync(move.Instance, CancellationToken.None), ct);
        return await tools.Watcher.UntilAsync(
            landed, source, view => view.Server is null or { VmState: "stopped", TaskState: null } ? view : null, tools.Waits.PowerOff, ct) is not null;
    }
}
