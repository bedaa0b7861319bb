namespace Masakari.Core.Recovery.Journals;

/// <summary>What the journal says of the recovery of one guest.</summary>
internal sealed record GuestRecovery
{
    /// <summary>Nothing was done to the guest yet.</summary>
    public static GuestRecovery None { get; } = new();

    /// <summary>The recovery has begun to act: it has the instance reserved, unless its attempt has ended since.</summary>
    public bool IsBegun { get; init; }

    /// <summary>We locked it, or were about to, and have not seen the unlock succeed.</summary>
    public bool LockedByUs { get; init; }

    /// <summary>How long ago we (were about to) ask for its stop; <see langword="null"/> = we did not.</summary>
    public TimeSpan? StopAge { get; init; }

    /// <summary>Nova answered: no stop is on its way any more.</summary>
    public bool IsStopAnswered { get; init; }

    /// <summary>We asked for its start, or were about to.</summary>
    public bool IsStartSent { get; init; }

    /// <summary>Its state is of our making: it is to end active.</summary>
    public bool IsTouched => StopAge is not null || IsStartSent;
}
