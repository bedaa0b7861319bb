using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// All decisions about the move of one instance: from where it stands and what Nova shows to the next step. Pure; <see
/// cref="InstanceMove"/>
/// carries the steps out. A move may begin anywhere: a former attempt or a former life may have left the instance in any state.
/// </summary>
internal static class MoveRules
{
    /// <summary>What is to be done next.</summary>
    public static MoveStep Next(MoveState state, MoveView view) => state switch
    {
        MoveState.Postponed => new MoveStep.Look(),
        MoveState.Seen => NextOfSeen(view),
        MoveState.Ready => new MoveStep.Check(),
        MoveState.Checked => new MoveStep.Evacuate(NewestRecord: view.Evacuations.NewestId()),
        MoveState.Rejected => NextOfRejected(view.Rejection!, view),
        MoveState.Accepted => new MoveStep.Watch(),
        MoveState.Watched => NextOfWatched(view),
        MoveState.Stopped => view.HasStopped
            ? Finish(view.Server!, view)
            : MoveStep.End.Failed(
                $"The instance moved to {view.Server!.Host}, but did not stop within {view.Waits.PowerOff.TotalSeconds:0} s.",
                view.Server.Host),
        MoveState.Started => MoveStep.End.Landed(view.Server!.Host) with { Message = StartOf(view) },
        MoveState.Settled => MoveStep.End.Landed(view.Server!.Host),
        MoveState.Aborted => MoveStep.End.Failed(view.Abort!, view.Server?.Host == view.Source ? null : view.Server?.Host),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>
    /// Nova evacuates only active, stopped and error instances: all others are reset to error first. A task is in the way only before Nova
    /// Zed (LP 1978983), and Nova then says so: tenants see a reset.
    /// </summary>
    public static bool NeedsReset(string vmState, string? taskState, bool stateWasRejected) =>
        vmState is not ("active" or "stopped" or "error") || (stateWasRejected && taskState is not null);

    /// <summary>Nova rebuilds it, as an evacuation does.</summary>
    public static bool IsBeingRebuilt(Server server) => server.TaskState?.StartsWith("rebuild", StringComparison.Ordinal) == true;

    /// <summary>The vm_state in which the instance shall be left, judged by the states it had when its move was planned.</summary>
    public static string FinalState(string vmState, int powerState) => vmState switch
    {
        "active" => "active",
        "error" => "error",
        "resized" when powerState != Server.PowerShutDown => "active",
        _ => "stopped",
    };

    /// <summary>
    /// What a poll says about an evacuation that Nova was asked for; <see langword="null"/> = still under way. Landed = the service host
    /// changed (never the hypervisor's name), no task, a settled vm_state. A record that is done decides nothing: two lists, read one after
    /// the other, may show it beside the old host. Failed = Nova's record says so, or the instance is newly in error.
    /// </summary>
    /// <param name="polled">The poll.</param>
    /// <param name="source">The failed host.</param>
    /// <param name="above">The number of the newest record that is older than this evacuation.</param>
    /// <param name="vmStateBefore">The vm_state when Nova was asked.</param>
    public static Landing? LandingOf(InstanceView polled, string source, long above, string vmStateBefore)
    {
        if (polled.Server is not { } server) return Landing.Gone;
        if (server.Host is not null && server.Host != source)
            return server.TaskState is null && server.VmState is "active" or "stopped" ? new Landing(server, null) : null;
        if (polled.Evacuations.NewestAbove(above) is { HasFailed: true } record)
            return new Landing(
                null, $"Nova ended the evacuation (migration {record.Id}) as '{record.Status}'.{Fault(server, record.CreatedAt)}")
            {
                Trouble = FoundNoHost(server, record) ? MoveTrouble.NoValidHost : MoveTrouble.BuildFailed,
                FailedOn = record.DestHost,
            };
        return server is { VmState: "error", TaskState: null } && vmStateBefore != "error"
            ? new Landing(null, $"The instance went into error state.{Fault(server, since: null)}")
            : null;
    }

    /// <summary>A record with a requested target shows the target from the beginning: then only the fault tells that no build was tried.</summary>
    private static bool FoundNoHost(Server server, EvacuationRecord record) =>
        record.DestHost is null || Fault(server, record.CreatedAt).Contains("No valid host", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A sentence with the fault that Nova shows for an instance in error, or nothing. A fault from before <paramref name="since"/> had
    /// another cause.
    /// </summary>
    public static string Fault(Server server, DateTimeOffset? since) =>
        server is { VmState: "error", Fault: { } fault } && (since is null || fault.At >= since) ? $" Nova's fault: {fault.Message}" : "";

    private static string FaultOf(InstanceView? polled, long above) => polled?.Server is { } server
        ? Fault(server, polled.Evacuations.NewestAbove(above)?.CreatedAt)
        : "";

    private static MoveStep NextOfSeen(MoveView view)
    {
        if (view.Server is not { } server) return MoveStep.End.Gone;
        if (LostCallMayArrive(view) is { } limit) return new MoveStep.WaitOut(limit);
        if (InstanceSelection.IsBeingDeleted(server)) return MoveStep.End.Gone;
        if (server.Host is null) return MoveStep.End.Failed("Nova shows no host for the instance.");
        if (server.Host != view.Source) return Settle(server, view, movedByUs: view.Journal.IntentAge is not null || view.Journal.ResetByUs);
        if (view.Evacuations.Any(one => one.IsOpen) || ReturnedInMidMove(view) is not null) return new MoveStep.Follow();
        if (IsBeingRebuilt(server)) return NextOfRebuild(server, view);
        if (view.LiveMigration is { } live && live.Id > view.Journal.LiveMigrationReported) return LeftToOperator(live);
        // What Nova shows decides: a lock that the journal has may never have reached Nova.
        return new MoveStep.MakeReady(
            Lock: !server.Locked, Reset: NeedsReset(server.VmState, server.TaskState, view.StateWasRejected));
    }

    /// <summary>
    /// A rebuild under way of which Nova shows no record. A reset or a second evacuate would break the instance, whoever asked for the
    /// rebuild.
    /// </summary>
    private static MoveStep NextOfRebuild(Server server, MoveView view)
    {
        // With the task in the way, an evacuation that has failed is read again and again.
        var hasFailed = view.Evacuations.NewestAbove(view.Journal.NewestForeignRecord) is { HasFailed: true };
        if (view.Journal.IntentAge is not null && !hasFailed) return new MoveStep.Follow();
        if (!view.WaitedForRebuild) return new MoveStep.AwaitRebuild();
        return MoveStep.End.Failed(
            $"Nova shows the task {server.TaskState}, but no evacuation of the instance: somebody else may be rebuilding it. "
            + "If nobody is, run 'openstack server set --state error' for the instance: the next attempt or a new report moves it.");
    }

    /// <summary>
    /// An evacuation since the plan whose record is done although the instance is still on the source. The source was back for a moment and
    /// has ended the record, whatever the destination does: that one may still build the instance, at the latest when it is back itself. A
    /// second evacuation would make a second copy.
    /// </summary>
    private static EvacuationRecord? ReturnedInMidMove(MoveView view) =>
        view.Evacuations.NewestAbove(view.Journal.NewestForeignRecord) is { IsDone: true } record ? record : null;

    private static MoveStep.End NotInTime(MoveView view)
    {
        var why = $"The evacuation did not end within {view.Waits.Evacuation.TotalSeconds:0} s (timeout, see wait_period_after_evacuation)."
            + FaultOf(view.LastPolled, view.WatchAbove);
        if (view.LastPolled?.Evacuations.NewestAbove(view.WatchAbove) is not { IsDone: true } record) return MoveStep.End.Failed(why);
        var warning = $"Host {view.Source} was back for a moment and marked the evacuation (migration {record.Id}) as {record.Status}, but the "
            + $"instance is not on {record.DestHost ?? "its destination"} yet. Make sure that it does not run there, then report {view.Source} again.";
        return MoveStep.End.Failed($"{why} {warning}") with { WarnedRecord = record.Id };
    }

    /// <summary>In its last phase the guest runs on the destination already: an evacuation would start a second copy.</summary>
    private static MoveStep.End LeftToOperator(LiveMigration live)
    {
        var destination = live.DestHost ?? "an unknown host";
        var why = $"A live migration of the instance to {destination} (migration {live.Id}, {live.Status}) was under way when the host died. "
            + $"The guest may already run there: look at {destination}. If it does not, report the host again to evacuate the instance.";
        return MoveStep.End.Failed(why) with { GivenUp = true, LiveMigration = live.Id };
    }

    private static MoveStep NextOfRejected(OpenStackException rejection, MoveView view)
    {
        if (EvacuateRefusal.IsForGood(rejection)) return MoveStep.End.Failed(rejection.Message) with { GivenUp = true };
        return EvacuateRefusal.IsForItsState(rejection) && !view.StateWasRejected
            ? new MoveStep.Look(StateWasRejected: true)
            : MoveStep.End.Failed(rejection.Message);
    }

    /// <summary>
    /// How long a call of a former life, of which Nova shows nothing, may still be on its way: it went two seconds after its intent at the
    /// latest, and within its total time-out. <see langword="null"/> = it is not, or Nova heard it. Nova accepts a second evacuate while
    /// the first is under way, and breaks the instance.
    /// </summary>
    private static TimeSpan? LostCallMayArrive(MoveView view)
    {
        if (view.WaitedOut || view.Journal.IntentAge is not { } age) return null;
        if (view.Evacuations.NewestAbove(view.HeardAbove) is not null) return null;
        // An intent from the future: the database's clock has stepped back since. The whole wait is enough, by our own clock.
        var ago = age > TimeSpan.Zero ? age : TimeSpan.Zero;
        var left = NovaTimeouts.Evacuate + EvacuateCall.IntentIsFresh + MoveView.ClockMargin - ago;
        return left > TimeSpan.Zero ? left : null;
    }

    private static MoveStep NextOfWatched(MoveView view) => view.Landing switch
    {
        null => NotInTime(view),
        { Failure: { } failure } landing => MoveStep.End.Failed(failure) with { Trouble = landing.Trouble, FailedOn = landing.FailedOn },
        { Server: { } landed } => Settle(landed, view, movedByUs: true),
        _ => MoveStep.End.Gone,
    };

    /// <summary>Puts an instance that is on its new host into the state in which it shall be left.</summary>
    private static MoveStep Settle(Server landed, MoveView view, bool movedByUs)
    {
        var wanted = FinalState(view.Journal.VmState, view.Journal.PowerState);
        if (landed.VmState == "error" && wanted != "error" && !view.Journal.ResetByUs)
            return MoveStep.End.Failed($"The instance is on {landed.Host}, but in error state.{Fault(landed, since: null)}", landed.Host);
        if (!movedByUs) return MoveStep.End.Landed(landed.Host);
        if (wanted == "active" && view.Journal.IsToBeStarted)
            return landed.VmState == "stopped" ? new MoveStep.Start(landed) : Finish(landed, view);
        if (landed.VmState == wanted) return MoveStep.End.Landed(landed.Host);
        return wanted != "active" && landed.VmState != "stopped" ? new MoveStep.Stop(landed) : Finish(landed, view);
    }

    private static MoveStep Finish(Server landed, MoveView view)
    {
        var wanted = FinalState(view.Journal.VmState, view.Journal.PowerState);
        // In error on its new host although it shall run: a reset of a former life that reached Nova late.
        return wanted == "error" || (wanted == "active" && landed.VmState == "error" && view.Journal.ResetByUs)
            ? new MoveStep.SetState(landed, wanted)
            : MoveStep.End.Landed(landed.Host) with { Message = landed.VmState == "active" ? StartOf(view) : null };
    }

    /// <summary>What became of an instance that was to be started on its new host; <see langword="null"/> = it was not.</summary>
    private static string? StartOf(MoveView view) => !view.Journal.IsToBeStarted ? null : view.StartTrouble is { } trouble
        ? $"The instance had stopped without a user. It was moved, but could not be started: {trouble}"
        : "The instance was started: it had stopped without a user, shortly before its host failed.";
}
