using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.InstanceHa;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Core.OpenStack;

/// <summary>The API of Masakari for one caller who waits for the answers. Logs nothing. Disposing closes the connections.</summary>
/// <param name="transport">Opens the connections; <see cref="SocketTransport.Create"/> opens real ones.</param>
/// <param name="clock">Counts the time limits.</param>
public sealed class InstanceHaConnection(Transport transport, TimeProvider clock) : IDisposable
{
    private readonly OpenStackClients clients = new(transport, clock, Random.Shared, NullLoggerFactory.Instance);

    /// <summary>Logs in and finds out which version to ask for. Nothing is repeated.</summary>
    /// <param name="options">The caller, and where the API is.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="OpenStackException">Keystone rejects the caller, or the API does not answer.</exception>
    public Task<InstanceHaClient> OpenAsync(InstanceHaOptions options, CancellationToken ct) => clients.InstanceHaAsync(options, ct);

    /// <inheritdoc/>
    public void Dispose() => clients.Dispose();
}
