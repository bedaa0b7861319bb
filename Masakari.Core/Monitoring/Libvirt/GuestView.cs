namespace Masakari.Core.Monitoring.Libvirt;

/// <summary>A domain at one moment.</summary>
/// <param name="Uuid">The domain.</param>
/// <param name="RunId">The number of this run; it changes with each start of the guest.</param>
/// <param name="State">What it does.</param>
/// <param name="Reason">Why it is shut off; it has no meaning in another state.</param>
internal readonly record struct GuestView(Guid Uuid, uint RunId, GuestState State, ShutOffReason Reason)
{
    /// <summary>The guest has a process: it runs, is paused, or shuts down at this moment.</summary>
    public bool IsActive => State != GuestState.ShutOff;

    /// <summary>
    /// Its process ended and nobody had asked for it: it vanished (<see cref="ShutOffReason.Crashed"/>), or libvirt could not go on with it
    /// (<see cref="ShutOffReason.Failed"/>).
    /// </summary>
    public bool HasCrashed => State == GuestState.ShutOff && Reason is ShutOffReason.Crashed or ShutOffReason.Failed;
}

/// <summary>The states of a domain, with libvirt's numbers (virDomainState).</summary>
internal enum GuestState
{
    None = 0,
    Running = 1,
    Blocked = 2,
    Paused = 3,
    ShuttingDown = 4,
    ShutOff = 5,
    Crashed = 6,
    Suspended = 7,
}

/// <summary>Why a domain is shut off, with libvirt's numbers (virDomainShutoffReason).</summary>
internal enum ShutOffReason
{
    /// <summary>It has not run since libvirt's daemon started: libvirt keeps the reason only in memory.</summary>
    Unknown = 0,
    Shutdown = 1,
    Destroyed = 2,
    Crashed = 3,
    Migrated = 4,
    Saved = 5,
    Failed = 6,
    FromSnapshot = 7,
    Daemon = 8,
}
