using System.Threading.Channels;

namespace Masakari.Core.Monitoring.Libvirt;

/// <summary>
/// A connection to libvirt. All calls may be made from any thread and several at the same time. Each throws
/// <see cref="Interop.LibvirtException"/> when the connection is broken, and <see cref="TimeoutException"/> when there is no answer.
/// </summary>
internal interface ILibvirtConnection : IAsyncDisposable
{
    /// <summary>The events asked for. It is completed, with the reason as an exception, when the connection is over.</summary>
    ChannelReader<GuestEvent> Events { get; }

    /// <summary>Events that were thrown away since the last call because too many waited.</summary>
    int TakeLost();

    /// <summary>All domains, or only those that are active. One that vanishes meanwhile is left out.</summary>
    Task<IReadOnlyList<GuestView>> ListAsync(bool onlyActive, CancellationToken ct);

    /// <summary>One domain; <see langword="null"/> = there is none.</summary>
    Task<GuestView?> FindAsync(Guid uuid, CancellationToken ct);

    /// <summary>The definition of a domain as XML; <see langword="null"/> = there is no such domain.</summary>
    Task<string?> DefinitionAsync(Guid uuid, CancellationToken ct);

    /// <summary>Asks the agent in a guest for a sign of life.</summary>
    Task<AgentAnswer> PingAsync(Guid uuid, TimeSpan atMost, CancellationToken ct);
}
