using Masakari.Core.Recovery.Flow;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>What is done next about a reported guest.</summary>
internal abstract record GuestStep
{
    private GuestStep()
    {
    }

    /// <summary>Wait until Nova has ended what it does with the instance.</summary>
    internal sealed record AwaitTask : GuestStep;

    /// <summary>Ask Nova's record who stopped the instance.</summary>
    internal sealed record ReadCause : GuestStep;

    /// <summary>Stop the instance.</summary>
    /// <param name="Reset">Reset its vm_state to active before: Nova stops no instance in its present state.</param>
    internal sealed record Stop(bool Reset) : GuestStep;

    /// <summary>The instance is stopped, or has been started by us: go on.</summary>
    internal sealed record GoOn : GuestStep;

    /// <summary>Leave the instance as it is.</summary>
    /// <param name="Outcome">How the notification ends.</param>
    internal sealed record Leave(TaskOutcome Outcome) : GuestStep;
}
