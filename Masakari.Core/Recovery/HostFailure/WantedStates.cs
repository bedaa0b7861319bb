using Masakari.Core.OpenStack.Nova;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// In which state the user wants an instance that is about to be moved. That is the state that Nova shows, unless we or Nova have written
/// it without the user.
/// </summary>
internal sealed class WantedStates(InheritedStates inherited, StoppedWithHost stopped)
{
    /// <param name="servers">The instances as Nova shows them.</param>
    /// <param name="lastHeartbeat">The last one of the host, by Nova's clock; <see langword="null"/> = not known.</param>
    /// <param name="ct">Ends the calls.</param>
    public async Task<IReadOnlyList<Server>> ApplyAsync(IReadOnlyList<Server> servers, DateTimeOffset? lastHeartbeat, CancellationToken ct) =>
        await stopped.ApplyAsync(await inherited.ApplyAsync(servers, ct), lastHeartbeat, ct);
}
