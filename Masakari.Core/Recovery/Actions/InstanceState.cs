using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.Actions;

/// <summary>Puts instances into a state: resets their vm_state by hand, stops and starts them.</summary>
internal sealed class InstanceState(INovaChanges nova, ServerWatcher watcher, RecoveryPermits permits)
{
    /// <summary>Resets the vm_state before an evacuation: postponed when a pause comes between.</summary>
    /// <param name="claim">The recovery's claim.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="vmState"><c>error</c> or <c>active</c>.</param>
    /// <param name="ct">Stops before the call.</param>
    public Task<ChangeEnd> ResetUnlessPausedAsync(ClaimSet claim, Guid instance, string vmState, CancellationToken ct) =>
        permits.SendUnlessPausedAsync(claim, permit => nova.ResetStateAsync(instance, vmState, permit, CancellationToken.None), ct);

    /// <summary>Resets the vm_state; waits for the end of a pause.</summary>
    public Task<ChangeEnd> ResetAsync(ClaimSet claim, Guid instance, string vmState, CancellationToken ct) =>
        permits.SendAsync(claim, permit => nova.ResetStateAsync(instance, vmState, permit, CancellationToken.None), ct);

    /// <summary>Asks Nova to stop an instance, unless it is at some task already; waits for the end of a pause.</summary>
    public Task<ChangeEnd> StopAsync(ClaimSet claim, Server server, CancellationToken ct) => server.TaskState is null
        ? permits.SendAsync(claim, permit => nova.StopAsync(server.Id, permit, CancellationToken.None), ct)
        : Task.FromResult(ChangeEnd.Sent);

    /// <summary>Waits until Nova shows the instance stopped, or gone.</summary>
    /// <returns><see langword="false"/> when the limit passed.</returns>
    public async Task<bool> IsStoppedWithinAsync(Server server, string watchedHost, TimeSpan limit, CancellationToken ct) =>
        await watcher.UntilAsync(
            server, watchedHost, view => view.Server is null or { VmState: "stopped", TaskState: null } ? view : null,
            limit, ct) is not null;

    /// <summary>Asks Nova to start an instance, unless it is at some task already; waits for the end of a pause.</summary>
    /// <remarks>Nova answers 409 for an instance that is active: a second start has no effect.</remarks>
    public Task<ChangeEnd> StartAsync(ClaimSet claim, Server server, CancellationToken ct) => server.TaskState is null
        ? permits.SendAsync(claim, permit => nova.StartAsync(server.Id, permit, CancellationToken.None), ct)
        : Task.FromResult(ChangeEnd.Sent);

    /// <summary>Waits until Nova shows the instance active, or gone.</summary>
    /// <returns><see langword="false"/> when the limit passed.</returns>
    public async Task<bool> IsActiveWithinAsync(Server server, string watchedHost, TimeSpan limit, CancellationToken ct) =>
        await watcher.UntilAsync(
            server, watchedHost, view => view.Server is null or { VmState: "active", TaskState: null } ? view : null,
            limit, ct) is not null;
}
