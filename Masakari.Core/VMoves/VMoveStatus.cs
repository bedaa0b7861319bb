namespace Masakari.Core.VMoves;

/// <summary>Where the move of one instance stands (engine.md 14).</summary>
public enum VMoveStatus
{
    /// <summary>Intended.</summary>
    Pending,

    /// <summary>Evacuate is about to be called, or was.</summary>
    Ongoing,

    /// <summary>The instance runs elsewhere, in the wanted state.</summary>
    Succeeded,

    /// <summary>The last attempt failed; a further one may succeed.</summary>
    Failed,

    /// <summary>The instance is gone.</summary>
    Ignored,
}
