namespace Masakari.Core.Notifications;

/// <summary>What failed.</summary>
public enum NotificationType
{
    /// <summary><c>COMPUTE_HOST</c>: a whole host.</summary>
    ComputeHost,

    /// <summary><c>VM</c>: one guest.</summary>
    Vm,

    /// <summary><c>PROCESS</c>: a process on a host.</summary>
    Process,
}
