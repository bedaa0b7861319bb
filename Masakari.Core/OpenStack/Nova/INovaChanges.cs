namespace Masakari.Core.OpenStack.Nova;

/// <summary>
/// The calls that change something in Nova, at API 2.53 with the privileged account. Each call has a time-out and is sent once. Each asks
/// its permit when the request is about to go out: <see langword="false"/> = the permit said no, and nothing was sent. Failures are
/// <see cref="OpenStackException"/>.
/// </summary>
public interface INovaChanges
{
    /// <summary>
    /// Waits for a place among the changes of instances that are under way at the same time; disposing the result gives the place back.
    /// Only an evacuation needs it: every other change of an instance takes its place itself, before its permit is asked.
    /// </summary>
    Task<IDisposable> EnterAsync(CancellationToken ct);

    /// <summary>
    /// Disables a service. Nova stores the change at once, but then calls the host to update a trait in placement. When the host has just
    /// died, this call ends only after Nova's rpc_response_timeout (60 s by default): own time-out of 75 s.
    /// </summary>
    Task<bool> DisableServiceAsync(ComputeService service, string? reason, IChangePermit permit, CancellationToken ct);

    /// <summary>Enables a service.</summary>
    Task<bool> EnableServiceAsync(ComputeService service, IChangePermit permit, CancellationToken ct);

    /// <summary>Puts a host into an aggregate. Nova answers 409 when it is a member, or would come into two availability zones.</summary>
    Task<bool> AddToAggregateAsync(HostAggregate aggregate, string host, IChangePermit permit, CancellationToken ct);

    /// <summary>Takes a host out of an aggregate; one that is not in it is as good.</summary>
    Task<bool> RemoveFromAggregateAsync(HostAggregate aggregate, string host, IChangePermit permit, CancellationToken ct);

    /// <summary>Locks an instance against its owner.</summary>
    Task<bool> LockAsync(Guid instance, IChangePermit permit, CancellationToken ct);

    /// <summary>Unlocks an instance; one that is gone is as good.</summary>
    Task<bool> UnlockAsync(Guid instance, IChangePermit permit, CancellationToken ct);

    /// <summary>Sets the vm_state by hand (os-resetState): <c>error</c> or <c>active</c>.</summary>
    Task<bool> ResetStateAsync(Guid instance, string state, IChangePermit permit, CancellationToken ct);

    /// <summary>
    /// Asks Nova to rebuild the instance elsewhere. Nova checks vm_state and not task_state, so it also accepts a second call while the
    /// first is under way, and breaks the instance: the caller makes sure that there is no second call.
    /// </summary>
    /// <param name="instance">The instance.</param>
    /// <param name="target">The wanted host, or <see langword="null"/> for the scheduler's choice.</param>
    /// <param name="permit">Has the last word.</param>
    /// <param name="ct">Cancels the wait for the answer, not what Nova does.</param>
    /// <remarks>The caller takes a place (<see cref="EnterAsync"/>) before it writes its intent, which would grow old in the queue.</remarks>
    Task<bool> EvacuateAsync(Guid instance, string? target, IChangePermit permit, CancellationToken ct);

    /// <summary>Stops an instance. 202 only says that Nova has queued the request, which may still fail: look afterwards.</summary>
    Task<bool> StopAsync(Guid instance, IChangePermit permit, CancellationToken ct);

    /// <summary>Starts a stopped instance; Nova refuses (409) any other. 202 says as little as that of a stop: look afterwards.</summary>
    Task<bool> StartAsync(Guid instance, IChangePermit permit, CancellationToken ct);
}
