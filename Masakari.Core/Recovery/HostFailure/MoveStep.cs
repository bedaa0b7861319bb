using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.VMoves;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>The steps of a move.</summary>
internal abstract record MoveStep
{
    /// <summary>Look at Nova again.</summary>
    /// <param name="StateWasRejected">Nova has rejected the evacuate call because of the state of the instance.</param>
    public sealed record Look(bool StateWasRejected = false) : MoveStep;

    /// <summary>
    /// Wait until Nova shows that it heard a former life's call, or until that call can't arrive any more; then look again.
    /// </summary>
    public sealed record WaitOut(TimeSpan Limit) : MoveStep;

    /// <summary>
    /// Somebody rebuilds the instance, and Nova shows no evacuation of it: wait until Nova shows one, or the rebuild is over; then look
    /// again.
    /// </summary>
    public sealed record AwaitRebuild : MoveStep;

    /// <summary>Lock the instance and reset its state, where needed.</summary>
    public sealed record MakeReady(bool Lock, bool Reset) : MoveStep;

    /// <summary>Read the evacuation records again: nobody may have asked since the look.</summary>
    public sealed record Check : MoveStep;

    /// <summary>Ask Nova to evacuate it.</summary>
    /// <param name="NewestRecord">The number of Nova's newest evacuation record of it; 0 = none.</param>
    public sealed record Evacuate(long NewestRecord) : MoveStep;

    /// <summary>Nova is at it already: take that evacuation for ours.</summary>
    public sealed record Follow : MoveStep;

    /// <summary>Watch the evacuation to its end.</summary>
    public sealed record Watch : MoveStep;

    /// <summary>Stop the instance on its new host and wait for it.</summary>
    public sealed record Stop(Server Landed) : MoveStep;

    /// <summary>Start the instance on its new host and wait for it.</summary>
    public sealed record Start(Server Landed) : MoveStep;

    /// <summary>Set its vm_state by hand.</summary>
    public sealed record SetState(Server Landed, string VmState) : MoveStep;

    /// <summary>The attempt is over.</summary>
    /// <param name="Status">succeeded, failed or ignored.</param>
    /// <param name="Destination">The new service host, when it landed.</param>
    /// <param name="Message">Why it failed or was ignored, or what else is to be known.</param>
    public sealed record End(VMoveStatus Status, string? Destination, string? Message) : MoveStep
    {
        /// <summary>No later attempt of the notification moves the instance.</summary>
        public bool GivenUp { get; init; }

        /// <summary>The live migration because of which the instance is not moved; <see langword="null"/> = another reason.</summary>
        public long? LiveMigration { get; init; }

        /// <summary>
        /// The record of the evacuation of which the message says that somebody must look where the guest runs; <see langword="null"/> = none.
        /// </summary>
        public long? WarnedRecord { get; init; }

        /// <summary>Whether the failure may meet other instances, too.</summary>
        public MoveTrouble Trouble { get; init; }

        /// <summary>Where it could not be built, or <see langword="null"/>.</summary>
        public string? FailedOn { get; init; }

        /// <summary>A failure names the reserved host to which the instance was to go.</summary>
        public End On(string? spare) => spare is null || Status != VMoveStatus.Failed ? this : this with { Message = $"To reserved host {spare}: {Message}" };

        /// <summary>As the journal keeps it.</summary>
        public MoveEnd ToJournal() => new(Status, Destination, Message) { GivenUp = GivenUp, LiveMigration = LiveMigration, WarnedRecord = WarnedRecord };

        public static End Gone { get; } = new(VMoveStatus.Ignored, null, "The instance no longer exists.");

        public static End Landed(string? destination) => new(VMoveStatus.Succeeded, destination, null);

        public static End Failed(string why, string? destination = null) => new(VMoveStatus.Failed, destination, why);
    }
}
