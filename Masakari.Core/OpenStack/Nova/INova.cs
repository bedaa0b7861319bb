namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// The Nova calls of a recovery, at API 2.53 with the privileged account. Every call has a time-out; reads are
/// repeated with back-off, changes never. Failures are <see cref="OpenStackException"/>.
/// </summary>
public interface INova
{
    /// <summary>The nova-compute service of a host; <see langword="null"/> value when Nova knows none of that exact name.</summary>
    Task<Reading<ComputeService?>> FindServiceAsync(string host, CancellationToken ct);

    /// <summary>All nova-compute services.</summary>
    Task<IReadOnlyList<ComputeService>> ListServicesAsync(CancellationToken ct);

    /// <summary>
    /// Disables a service. Nova stores the change at once, but then calls the host to update a trait in placement. When the host has just
    /// died, this call ends only after Nova's rpc_response_timeout (60 s by default): own time-out of 75 s.
    /// </summary>
    Task DisableServiceAsync(ComputeService service, string reason, CancellationToken ct);

    /// <summary>Enables a service.</summary>
    Task EnableServiceAsync(ComputeService service, CancellationToken ct);

    /// <summary>All instances of a host, over all projects and pages.</summary>
    Task<IReadOnlyList<Server>> ListServersAsync(string host, CancellationToken ct);

    /// <summary>
    /// All instances that changed at or after <paramref name="since"/> by Nova's clock, deleted ones (vm_state deleted) included.
    /// </summary>
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

    /// <summary>
    /// Asks Nova to rebuild the instance elsewhere. Nova checks vm_state and not task_state, so it also accepts a second call while the
    /// first is under way, and breaks the instance: the caller makes sure that there is no second call.
    /// </summary>
    /// <param name="instance">The instance.</param>
    /// <param name="target">The wanted host, or <see langword="null"/> for the scheduler's choice.</param>
    /// <param name="ct">Cancels the wait for the answer, not what Nova does.</param>
    Task EvacuateAsync(Guid instance, string? target, CancellationToken ct);

    /// <summary>Stops an instance. 202 only says that Nova has queued the request, which may still fail: look afterwards.</summary>
    Task StopAsync(Guid instance, CancellationToken ct);
}
