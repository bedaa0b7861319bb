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

    /// <summary>A host that stays dead is not given up while nothing stands in the way.</summary>
    NotGivenUp,
}
