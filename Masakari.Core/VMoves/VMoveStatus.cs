namespace Masakari.Core.VMoves;

/// <summary>The status of one instance's move.</summary>
public enum VMoveStatus
{
    /// <summary>Planned, not begun.</summary>
    Pending,

    /// <summary>Evacuate was called, or is about to be called.</summary>
    Ongoing,

    /// <summary>The instance runs elsewhere, in the wanted state.</summary>
    Succeeded,

    /// <summary>The last attempt failed; a further one may succeed.</summary>
    Failed,

    /// <summary>The instance no longer exists in Nova.</summary>
    Ignored,
}
