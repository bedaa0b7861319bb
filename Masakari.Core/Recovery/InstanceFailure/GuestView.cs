using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Journals;

namespace Masakari.Core.Recovery.InstanceFailure;

/// <summary>All that decides what is done about a reported guest.</summary>
internal sealed record GuestView
{
    /// <summary>The instance as Nova shows it.</summary>
    public required Server Server { get; init; }

    /// <summary>The report says that the guest has stopped; otherwise it says that something is wrong with a guest that may run.</summary>
    public required bool SaysStopped { get; init; }

    /// <summary>When the event happened, by the reporter's clock.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>What this recovery did before.</summary>
    public required GuestRecovery Journal { get; init; }

    /// <summary>Nova's record of the instance's actions was asked for <see cref="Cause"/>.</summary>
    public bool IsCauseRead { get; init; }

    /// <summary>Who stopped the instance; <see langword="null"/> = Nova has no record of it, or did not tell.</summary>
    public StopCause? Cause { get; init; }
}
