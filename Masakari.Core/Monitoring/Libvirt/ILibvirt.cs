namespace Masakari.Core.Monitoring.Libvirt;

/// <summary>Opens connections to the host's libvirt.</summary>
internal interface ILibvirt
{
    /// <summary>
    /// Grows about every second while libvirt's event loop turns; no event and no keep-alive arrives while it stands still.
    /// </summary>
    long Pulses { get; }

    /// <summary>Opens a connection.</summary>
    /// <param name="events">Which events its channel brings; may be empty.</param>
    /// <param name="readOnly">Whether looking is enough; a ping of an agent needs a connection that may write.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="Interop.LibvirtException">The library is missing, or the daemon does not answer or does not let us in.</exception>
    /// <exception cref="TimeoutException">The daemon accepts the connection and says nothing.</exception>
    Task<ILibvirtConnection> OpenAsync(IReadOnlyCollection<GuestEventId> events, bool readOnly, CancellationToken ct);
}
