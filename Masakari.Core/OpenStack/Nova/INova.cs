namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// The Nova calls of a recovery, at API 2.53 with the privileged account (engine.md 10). Every call has a time-out; reads are
/// repeated with back-off, changes never. Failures are <see cref="OpenStackException"/>.
/// </summary>
public interface INova
{
    /// <summary>The nova-compute service of a host; <see langword="null"/> value when Nova knows none of that exact name.</summary>
    Task<Reading<ComputeService?>> FindServiceAsync(string host, CancellationToken ct);

    /// <summary>All nova-compute services.</summary>
    Task<IReadOnlyList<ComputeService>> ListServicesAsync(CancellationToken ct);

    /// <summary>Disables a service. Nova stores it at once but may not answer for 60 s when the host has just died (N3): own time-out of 75 s.</summary>
    Task DisableServiceAsync(ComputeService service, string reason, CancellationToken ct);

    /// <summary>Enables a service.</summary>
    Task EnableServiceAsync(ComputeService service, CancellationToken ct);

    /// <summary>All instances of a host, over all projects and pages.</summary>
    Task<IReadOnlyList<Server>> ListServersAsync(string host, CancellationToken ct);

    /// <summary>All instances that changed at or after <paramref name="since"/> by Nova's clock, deleted ones (vm_state deleted) included.</summary>
    Task<Reading<IReadOnlyList<Server>>> ListChangedServersAsync(DateTimeOffset since, CancellationToken ct);

    /// <summary>One instance; <see langword="null"/> when it is gone.</summary>
    Task<Server?> FindServerAsync(Guid instance, CancellationToken ct);

    /// <summary>All evacuations away from a host, old ones too.</summary>
    Task<IReadOnlyList<EvacuationRecord>> ListEvacuationsAsync(string sourceHost, CancellationToken ct);

    /// <summary>What was done to an instance, newest first; empty when it is gone.</summary>
    Task<IReadOnlyList<InstanceAction>> ListActionsAsync(Guid instance, CancellationToken ct);

    /// <summary>Locks an instance against its owner.</summary>
    Task LockAsync(Guid instance, CancellationToken ct);

    /// <summary>Unlocks an instance; one that is gone is as good.</summary>
    Task UnlockAsync(Guid instance, CancellationToken ct);

    /// <summary>Sets the vm_state by hand (os-resetState): <c>error</c> or <c>active</c>.</summary>
    Task ResetStateAsync(Guid instance, string state, CancellationToken ct);

    /// <summary>Asks Nova to rebuild the instance elsewhere. Nova accepts a second call and breaks the instance (N2): the caller makes sure.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="target">The wanted host, or <see langword="null"/> for the scheduler's choice.</param>
    /// <param name="ct">Cancels the wait for the answer, not what Nova does.</param>
    Task EvacuateAsync(Guid instance, string? target, CancellationToken ct);

    /// <summary>Stops an instance. 202 says nothing: look afterwards (N8).</summary>
    Task StopAsync(Guid instance, CancellationToken ct);
}
