namespace Masakari.Tests.Exerciser;

/// <summary>What must hold in every story, after every step.</summary>
internal enum Invariant
{
    /// <summary>No server is evacuated while another evacuation of it is open.</summary>
    EvacuatedOnce,

    /// <summary>No evacuation without proof or the configured silence, and none of a living host.</summary>
    Evidence,

    /// <summary>No evacuation of a host that has beaten since the evidence.</summary>
    FreshEvidence,

    /// <summary>At the end nothing is locked but by its owner.</summary>
    Unlocked,

    /// <summary>Nothing is left on a dead host under finished or ignored.</summary>
    NothingLeft,

    /// <summary>No change of Nova by an owner whose work another controller has taken over.</summary>
    NoStaleOwner,

    /// <summary>Every accepted notification ends within an hour after the last trouble.</summary>
    Ends,

    /// <summary>No setting of an operator or owner is undone.</summary>
    SettingsStay,

    /// <summary>Under finished each server is as its owner wanted it.</summary>
    WantedState,

    /// <summary>No stop or start is asked of Nova while an evacuation of the instance is open.</summary>
    OneDeedAtATime,

    /// <summary>No reserved host is the target of two failed hosts.</summary>
    SpareOfOne,

    /// <summary>At the end a spare on which nothing landed is reserved and disabled again, unless somebody has changed it.</summary>
    SpareGivenBack,

    /// <summary>A guest that crashed and was reported runs at the end, or its notification says why not.</summary>
    GuestRuns,

    /// <summary>What its owner has stopped does not run at the end.</summary>
    StaysStopped,

    /// <summary>A guest that a reboot of its host has stopped runs at the end, or the notification of the host names it.</summary>
    ReturnedGuestRuns,

    /// <summary>A host that stays dead is not given up while nothing stands in the way.</summary>
    NotGivenUp,
}
