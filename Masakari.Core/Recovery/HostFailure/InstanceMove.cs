using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Masakari.Core.VMoves;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Carries out what <see cref="MoveRules"/> decides about one instance. Changing calls are never cancelled half-way; stopping happens
/// between them.
/// </summary>
internal sealed class InstanceMove
{
    private readonly INova nova;
    private readonly EvacuateCall call;
    private readonly InstanceLock locks;
    private readonly InstanceState states;
    private readonly RecoveryPermits permits;
    private readonly MoveJournal journal;
    private readonly ILogger<InstanceMove> logger;

    public InstanceMove(
        INova nova, EvacuateCall call, InstanceLock locks, InstanceState states, RecoveryPermits permits, MoveJournal journal,
        ILogger<InstanceMove> logger)
    {
        (this.nova, this.call, this.locks, this.states) = (nova, call, locks, states);
        (this.permits, this.journal, this.logger) = (permits, journal, logger);
    }

    /// <summary>Makes one attempt and writes down how it ended; the instance is unlocked in any case.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="source">The failed host, which was just looked at.</param>
    /// <param name="listed">The instance as it was seen there; no server when it is not there (any more).</param>
    /// <param name="slot">Given back when Nova has done its part.</param>
    /// <param name="ct">Stops between two calls; the row then stays as it is for whoever goes on.</param>
    public Task<MoveStep.End> RunAsync(
        RecoveryContext context, SourceView source, MoveView listed, EvacuationSlot slot, CancellationToken ct) =>
        new Attempt(this, context, source, listed, slot).RunAsync(ct);

    /// <summary>Takes the lock off that a former attempt or life left on an instance whose move is over.</summary>
    public Task UnlockAsync(RecoveryContext context, MoveJournalEntry move, CancellationToken ct) =>
        locks.UnlockAsync(context.Claim, journal.LockOf(context.Claim, move, move.ResetByUs), mayComeLate: true, ct);

    private sealed class Attempt(InstanceMove outer, RecoveryContext context, SourceView source, MoveView listed, EvacuationSlot slot)
    {
        private readonly MoveJournalEntry move = listed.Journal;
        private readonly LockState locked = new(listed.Journal.LockedByUs);
        private bool resetByUs = listed.Journal.ResetByUs;

        public async Task<MoveStep.End> RunAsync(CancellationToken ct)
        {
            var end = (await EndAsync(ct)).On(context.Flow.Target);
            if (end.Status == VMoveStatus.Succeeded) context.Phases.NoteBack();
            await outer.journal.NoteEndAsync(context.Claim, move, end.ToJournal());
            Log(end);
            if (locked.ByUs) await outer.locks.UnlockAsync(context.Claim, LockRow, locked.MayComeLate, ct);
            return end;
        }

        private async Task<MoveStep.End> EndAsync(CancellationToken ct)
        {
            try
            {
                var view = listed.Server is null ? listed with { Server = await FindAsync(ct) } : listed;
                locked.See(view.Server);
                for (var state = MoveState.Seen; ;)
                {
                    var step = MoveRules.Next(state, view);
                    if (step is MoveStep.End end) return end;
                    (state, view) = await DoAsync(step, view, ct);
                }
            }
            catch (OpenStackException e) when (e.Kind == FailureKind.NotFound)
            {
                return await FindAsync(ct) is null ? MoveStep.End.Gone : MoveStep.End.Failed(e.Message);
            }
            catch (OpenStackException e)
            {
                // A 500 to a change may be a fault that Nova has with this instance alone.
                var isAway = e.IsAway && e.Status != 500;
                return MoveStep.End.Failed(e.Message) with { Trouble = isAway ? MoveTrouble.NovaAway : MoveTrouble.Own };
            }
        }

        private Task<(MoveState State, MoveView View)> DoAsync(MoveStep step, MoveView view, CancellationToken ct) => step switch
        {
            MoveStep.Look(var rejected) => LookAsync(view with { StateWasRejected = view.StateWasRejected || rejected }, ct),
            MoveStep.WaitOut(var limit) => WaitOutAsync(view, limit, ct),
            MoveStep.AwaitRebuild => AwaitRebuildAsync(view, ct),
            MoveStep.MakeReady(var lockIt, var reset) => MakeReadyAsync(view, lockIt, reset, ct),
            MoveStep.Check => CheckAsync(view, ct),
            MoveStep.Evacuate(var newest) => EvacuateAsync(view, newest, ct),
            MoveStep.Follow => FollowAsync(view),
            MoveStep.Watch => WatchAsync(view, ct),
            MoveStep.Stop(var landed) => StopAsync(view with { Server = landed }, ct),
            MoveStep.Start(var landed) => StartAsync(view with { Server = landed }, ct),
            MoveStep.SetState(var landed, var vmState) => SetStateAsync(view with { Server = landed }, vmState, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };

        private ILockRow LockRow => outer.journal.LockOf(context.Claim, move, resetByUs);

        private Task<string?> AbortOfWaitingAsync(CancellationToken ct) => outer.permits.AbortOfWaitingAsync(context.Claim, ct);

        private Task<Server?> FindAsync(CancellationToken ct) => outer.nova.FindServerAsync(move.Instance, ct);

        private async Task<(MoveState, MoveView)> LookAsync(MoveView view, CancellationToken ct)
        {
            // Records first: one that is done then belongs to an instance that is seen to have left.
            var evacuations = await outer.nova.ListEvacuationsAsync(view.Source, move.Instance, ct);
            return (MoveState.Seen, view with { Evacuations = evacuations, Server = await FindAsync(ct) });
        }

        private async Task<(MoveState, MoveView)> WaitOutAsync(MoveView view, TimeSpan limit, CancellationToken ct)
        {
            outer.logger.WaitingOutLostCall(context.Notification.Uuid, move.InstanceName, move.Instance, limit.TotalSeconds);
            await outer.call.IsShownWithinAsync(view.Server!, view.Source, view.HeardAbove, limit, ct);
            return await LookAsync(view with { WaitedOut = true }, ct);
        }

        private async Task<(MoveState, MoveView)> AwaitRebuildAsync(MoveView view, CancellationToken ct)
        {
            outer.logger.WaitingForRebuild(context.Notification.Uuid, move.InstanceName, move.Instance, view.Server!.TaskState);
            await outer.call.AwaitRebuildAsync(view, ct);
            return await LookAsync(view with { WaitedForRebuild = true }, ct);
        }

        /// <summary>Both deeds are on record before the first.</summary>
        private async Task<(MoveState, MoveView)> MakeReadyAsync(MoveView view, bool lockIt, bool reset, CancellationToken ct)
        {
            var clearance = await outer.permits.WaitAsync(context.Claim, ct);
            if (clearance.Abort is { } order) return (MoveState.Aborted, view with { Abort = order });
            if (clearance.Waited) return (MoveState.Postponed, view);
            resetByUs |= reset;
            if (lockIt || reset) await outer.journal.NoteLockAsync(context.Claim, move, locked.ByUs || lockIt, resetByUs);
            if (lockIt && await outer.locks.LockUnlessPausedAsync(context.Claim, LockRow, locked, ct) is var end and not ChangeEnd.Sent)
                return await NotSentAsync(end, view, ct);
            if (!reset) return (MoveState.Ready, view);
            var sent = await outer.states.ResetUnlessPausedAsync(context.Claim, move.Instance, "error", ct);
            if (sent != ChangeEnd.Sent) return await NotSentAsync(sent, view, ct);
            var server = view.Server!;
            outer.logger.StateReset(context.Notification.Uuid, move.InstanceName, move.Instance, server.VmState, server.TaskState ?? "none");
            return (MoveState.Ready, view with { Server = server with { VmState = "error", TaskState = null } });
        }

        /// <summary>Since the look somebody may have asked for the evacuation. A record that is new is looked at together with the instance.</summary>
        private async Task<(MoveState, MoveView)> CheckAsync(MoveView view, CancellationToken ct)
        {
            var evacuations = await source.EvacuationsNowAsync(move.Instance, ct);
            return evacuations.NewestId() > view.Evacuations.NewestId()
                ? (MoveState.Postponed, view)
                : (MoveState.Checked, view with { Evacuations = evacuations });
        }

        private async Task<(MoveState, MoveView)> EvacuateAsync(MoveView view, long newestRecord, CancellationToken ct)
        {
            if (await source.WhyNotSendAsync(AbortOfWaitingAsync, ct) is { } why) return (MoveState.Aborted, view with { Abort = why });
            try
            {
                return await outer.call.SendAsync(context, source, view, newestRecord, slot, ct)
                    ? (MoveState.Accepted, view with { WatchAbove = newestRecord })
                    : (MoveState.Postponed, view);
            }
            catch (OpenStackException e) when (e.Kind is FailureKind.Refused or FailureKind.Conflict)
            {
                return (MoveState.Rejected, view with { Rejection = e });
            }
        }

        private async Task<(MoveState, MoveView)> FollowAsync(MoveView view)
        {
            await outer.journal.NoteOngoingAsync(context.Claim, move);
            // The open record is above that number, because planning counts only records that are over.
            return (MoveState.Accepted, view with { WatchAbove = move.NewestForeignRecord });
        }

        private async Task<(MoveState, MoveView)> WatchAsync(MoveView view, CancellationToken ct)
        {
            var watched = await outer.call.WatchAsync(view, slot, ct);
            slot.Leave();
            return (MoveState.Watched, watched);
        }

        private async Task<(MoveState, MoveView)> StopAsync(MoveView view, CancellationToken ct)
        {
            var end = await outer.states.StopAsync(context.Claim, view.Server!, ct);
            if (end != ChangeEnd.Sent) return await NotSentAsync(end, view, ct);
            var stopped = await outer.states.IsStoppedWithinAsync(view.Server!, view.Source, view.Waits.PowerOff, ct);
            return (MoveState.Stopped, view with { HasStopped = stopped });
        }

        /// <summary>The move has succeeded, whatever becomes of the start.</summary>
        private async Task<(MoveState, MoveView)> StartAsync(MoveView view, CancellationToken ct)
        {
            string? trouble = null;
            try
            {
                var end = await outer.states.StartAsync(context.Claim, view.Server!, ct);
                if (end != ChangeEnd.Sent) return await NotSentAsync(end, view, ct);
            }
            catch (OpenStackException e) when (!e.IsAway || e.Status == 500)
            {
                trouble = e.Message;   // also a 409, because somebody else has started it: looked at below
            }
            var limit = trouble is null ? view.Waits.PowerOn : view.Waits.VerifyInterval;
            if (await outer.states.IsActiveWithinAsync(view.Server!, view.Source, limit, ct)) return (MoveState.Started, view);
            trouble ??= $"Nova did not show it active within {limit.TotalSeconds:0} s.";
            outer.logger.NotStarted(context.Notification.Uuid, move.InstanceName, move.Instance, trouble);
            return (MoveState.Started, view with { StartTrouble = trouble });
        }

        private async Task<(MoveState, MoveView)> SetStateAsync(MoveView view, string vmState, CancellationToken ct)
        {
            var end = await outer.states.ResetAsync(context.Claim, move.Instance, vmState, ct);
            return end == ChangeEnd.Sent ? (MoveState.Settled, view) : await NotSentAsync(end, view, ct);
        }

        private async Task<(MoveState, MoveView)> NotSentAsync(ChangeEnd end, MoveView view, CancellationToken ct) =>
            end == ChangeEnd.Aborted
            ? (MoveState.Aborted, view with { Abort = await outer.permits.AbortOfAsync(context.Claim, ct) })
            : (MoveState.Postponed, view);

        private void Log(MoveStep.End end)
        {
            var (notification, name, id) = (context.Notification.Uuid, move.InstanceName, move.Instance);
            if (end.Status == VMoveStatus.Succeeded) outer.logger.MoveSucceeded(notification, name, id, end.Destination);
            else if (end == MoveStep.End.Gone) outer.logger.InstanceGone(notification, name, id);
            else outer.logger.MoveFailed(notification, name, id, end.Message);
        }
    }
}
