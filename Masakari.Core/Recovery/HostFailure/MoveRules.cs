using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// All decisions about the move of one instance: from where it stands and what Nova shows to the next step. Pure; <see
/// cref="InstanceMove"/>
/// carries the steps out. A move may begin anywhere: a former attempt or a former life may have left the instance in any state.
/// </summary>
internal static class MoveRules
{
    private const int PowerShutDown = 4;

    /// <summary>What is to be done next.</summary>
    public static MoveStep Next(MoveState state, MoveView view) => state switch
    {
        MoveState.Postponed => new MoveStep.Look(),
        MoveState.Seen => NextOfSeen(view),
        MoveState.Ready => new MoveStep.Evacuate(NewestRecord: view.Evacuations.Select(one => one.Id).DefaultIfEmpty().Max()),
        MoveState.Accepted => new MoveStep.Watch(),
        MoveState.Watched => NextOfWatched(view),
        MoveState.Stopped => view.HasStopped
            ? Finish(view.Server!, view)
            : MoveStep.End.Failed(
                $"The instance moved to {view.Server!.Host}, but did not stop within {view.Waits.PowerOff.TotalSeconds:0} s.",
                view.Server.Host),
        MoveState.Settled => MoveStep.End.Landed(view.Server!.Host),
        MoveState.Aborted => MoveStep.End.Failed(view.Abort!, view.Server?.Host == view.Source ? null : view.Server?.Host),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>Nova evacuates only active, stopped and error instances without a task: all others are reset to error first.</summary>
    public static bool NeedsReset(string vmState, string? taskState) =>
        taskState is not null || vmState is not ("active" or "stopped" or "error");

    /// <summary>The vm_state in which the instance shall be left, judged by the states it had when its move was planned.</summary>
    public static string FinalState(string vmState, int powerState) => vmState switch
    {
        "active" => "active",
        "error" => "error",
        "resized" when powerState != PowerShutDown => "active",
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
                null, $"Nova ended the evacuation (migration {record.Id}) as '{record.Status}'.{Fault(server, record.CreatedAt)}");
        return server is { VmState: "error", TaskState: null } && vmStateBefore != "error"
            ? new Landing(null, $"The instance went into error state.{Fault(server, since: null)}")
            : null;
    }

    /// <summary>
    /// A sentence with the fault that Nova shows for an instance in error, or nothing. A fault from before <paramref name="since"/> had
    /// another cause.
    /// </summary>
    public static string Fault(Server server, DateTimeOffset? since) =>
        server is { VmState: "error", Fault: { } fault } && (since is null || fault.At >= since) ? $" Nova's fault: {fault.Message}" : "";

    private static MoveStep NextOfSeen(MoveView view)
    {
        if (view.Server is not { } server) return MoveStep.End.Gone;
        if (LostCallMayArrive(view) is { } limit) return new MoveStep.WaitOut(limit);
        if (InstanceSelection.IsBeingDeleted(server)) return MoveStep.End.Gone;
        if (server.Host is null) return MoveStep.End.Failed("Nova shows no host for the instance.");
        if (server.Host != view.Source) return Settle(server, view, movedByUs: view.Journal.IntentAge is not null || view.Journal.ResetByUs);
        if (view.Evacuations.Any(one => one.IsOpen)) return new MoveStep.Follow();
        // A lock of ours is not sent a second time while the first may be on its way: the sweep takes it off twice instead.
        return new MoveStep.MakeReady(
            Lock: !server.Locked && !view.LockedByUs, Reset: NeedsReset(server.VmState, server.TaskState));
    }

    /// <summary>
    /// How long a call of a former life, of which Nova shows nothing, may still be on its way: it went two seconds after its intent at the
    /// latest, and within its total time-out. <see langword="null"/> = it is not, or Nova heard it. Nova accepts a second evacuate while
    /// the first is under way, and breaks the instance.
    /// </summary>
    private static TimeSpan? LostCallMayArrive(MoveView view)
    {
        if (view.WaitedOut || view.Journal.IntentAge is not { } ago) return null;
        if (view.Evacuations.NewestAbove(view.Journal.NewestForeignRecord) is not null) return null;
        var left = NovaTimeouts.Evacuate + EvacuateCall.IntentIsFresh + MoveView.ClockMargin - ago;
        return left > TimeSpan.Zero ? left : null;
    }

    private static MoveStep NextOfWatched(MoveView view) => view.Landing switch
    {
        null => MoveStep.End.Failed(
            $"The evacuation did not end within {view.Waits.Evacuation.TotalSeconds:0} s (timeout, see wait_period_after_evacuation)."),
        { Failure: { } failure } => MoveStep.End.Failed(failure),
        { Server: { } landed } => Settle(landed, view, movedByUs: true),
        _ => MoveStep.End.Gone,
    };

    /// <summary>Puts an instance that is on its new host into the state in which it shall be left.</summary>
    private static MoveStep Settle(Server landed, MoveView view, bool movedByUs)
    {
        var wanted = FinalState(view.Journal.VmState, view.Journal.PowerState);
        if (landed.VmState == "error" && wanted != "error" && !view.Journal.ResetByUs)
            return MoveStep.End.Failed($"The instance is on {landed.Host}, but in error state.{Fault(landed, since: null)}", landed.Host);
        if (!movedByUs || landed.VmState == wanted) return MoveStep.End.Landed(landed.Host);
        return wanted != "active" && landed.VmState != "stopped" ? new MoveStep.Stop(landed) : Finish(landed, view);
    }

    private static MoveStep Finish(Server landed, MoveView view)
    {
        var wanted = FinalState(view.Journal.VmState, view.Journal.PowerState);
        // In error on its new host although it shall run: a reset of a former life that reached Nova late.
        return wanted == "error" || (wanted == "active" && landed.VmState == "error" && view.Journal.ResetByUs)
            ? new MoveStep.SetState(landed, wanted)
            : MoveStep.End.Landed(landed.Host);
    }
}

/// <summary>Where the move of an instance stands.</summary>
internal enum MoveState
{
    /// <summary>A pause came between a look and a deed: somebody may have moved the instance by hand meanwhile.</summary>
    Postponed,

    /// <summary>Nova was looked at just now, and nothing was sent since.</summary>
    Seen,

    /// <summary>It is locked, and in a state from which Nova evacuates it.</summary>
    Ready,

    /// <summary>Nova has accepted an evacuation: ours, or one that was found under way.</summary>
    Accepted,

    /// <summary>The evacuation has ended, or its time limit has passed.</summary>
    Watched,

    /// <summary>It was to be stopped on its new host, and was waited for.</summary>
    Stopped,

    /// <summary>It is in the state in which it shall be left.</summary>
    Settled,

    /// <summary>The operator has aborted the recovery.</summary>
    Aborted,
}

/// <summary>What the decision rests on: the journal, what Nova shows, and what this attempt has done.</summary>
internal sealed record MoveView
{
    /// <summary>For the clocks of two database nodes.</summary>
    public static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(5);

    /// <summary>As it stood when the attempt began.</summary>
    public required MoveJournalEntry Journal { get; init; }

    /// <summary>The failed host.</summary>
    public required string Source { get; init; }

    /// <summary>The limits of the waits.</summary>
    public required WaitOptions Waits { get; init; }

    /// <summary>The instance; <see langword="null"/> = it no longer exists.</summary>
    public Server? Server { get; init; }

    /// <summary>Nova's evacuations of this instance away from the failed host, old ones too.</summary>
    public IReadOnlyList<EvacuationRecord> Evacuations { get; init; } = [];

    /// <summary>We locked it, or were about to.</summary>
    public bool LockedByUs { get; init; }

    /// <summary>A call of a former life can't arrive any more.</summary>
    public bool WaitedOut { get; init; }

    /// <summary>The evacuation that is watched has a record above this number.</summary>
    public long WatchAbove { get; init; }

    /// <summary>How the evacuation ended; <see langword="null"/> = not within its time limit.</summary>
    public Landing? Landing { get; init; }

    /// <summary>Nova shows it stopped, or gone.</summary>
    public bool HasStopped { get; init; }

    /// <summary>The order to end the recovery, as a sentence.</summary>
    public string? Abort { get; init; }
}

/// <summary>How an evacuation ended.</summary>
/// <param name="Server">The instance on its new host, or null.</param>
/// <param name="Failure">Why it failed, or null.</param>
internal sealed record Landing(Server? Server, string? Failure)
{
    /// <summary>The instance no longer exists.</summary>
    public static Landing Gone { get; } = new(null, null);
}

/// <summary>The steps of a move.</summary>
internal abstract record MoveStep
{
    /// <summary>Look at Nova again.</summary>
    public sealed record Look : MoveStep;

    /// <summary>
    /// Wait until Nova shows that it heard a former life's call, or until that call can't arrive any more; then look again.
    /// </summary>
    public sealed record WaitOut(TimeSpan Limit) : MoveStep;

    /// <summary>Lock the instance and reset its state, where needed.</summary>
    public sealed record MakeReady(bool Lock, bool Reset) : MoveStep;

    /// <summary>Ask Nova to evacuate it.</summary>
    /// <param name="NewestRecord">The number of Nova's newest evacuation record of it; 0 = none.</param>
    public sealed record Evacuate(long NewestRecord) : MoveStep;

    /// <summary>Nova is at it already: take that evacuation for ours.</summary>
    public sealed record Follow : MoveStep;

    /// <summary>Watch the evacuation to its end.</summary>
    public sealed record Watch : MoveStep;

    /// <summary>Stop the instance on its new host and wait for it.</summary>
    public sealed record Stop(Server Landed) : MoveStep;

    /// <summary>Set its vm_state by hand.</summary>
    public sealed record SetState(Server Landed, string VmState) : MoveStep;

    /// <summary>The attempt is over.</summary>
    /// <param name="Status">succeeded, failed or ignored.</param>
    /// <param name="Destination">The new service host, when it landed.</param>
    /// <param name="Message">Why it failed or was ignored.</param>
    public sealed record End(VMoveStatus Status, string? Destination, string? Message) : MoveStep
    {
        public static End Gone { get; } = new(VMoveStatus.Ignored, null, "The instance no longer exists.");

        public static End Landed(string? destination) => new(VMoveStatus.Succeeded, destination, null);

        public static End Failed(string why, string? destination = null) => new(VMoveStatus.Failed, destination, why);
    }
}
