namespace Masakari.Core.Recovery.HostFailure;

/// <summary>Why an instance of a failed host is not moved.</summary>
internal enum LeftOutRule
{
    /// <summary>Its owner has deleted it, or is deleting it.</summary>
    BeingDeleted,

    /// <summary>
    /// It was created after the host was found to be dead. So somebody creates instances there: what is known of the host may be old.
    /// </summary>
    YoungerThanEvidence,

    /// <summary>It is in error, and ignore_instances_in_error_state is set.</summary>
    InError,

    /// <summary>Its owner did not ask for high availability, and evacuate_all_instances is not set.</summary>
    NotHaEnabled,
}
