using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Core.OpenStack;

/// <summary>
/// Tries the accounts of the configuration on Keystone and Nova, with the clients of the service and on connections of its own.
/// Changes nothing and logs nothing. Disposing closes the connections.
/// </summary>
/// <param name="transport">Opens the connections; <see cref="SocketTransport.Create"/> opens real ones.</param>
/// <param name="clock">For the pauses between attempts.</param>
public sealed class OpenStackProbe(Transport transport, TimeProvider clock) : IDisposable
{
    private readonly OpenStackClients clients = new(transport, clock, Random.Shared, NullLoggerFactory.Instance);

    /// <summary>Logs in to Keystone. An attempt that gets no answer is repeated.</summary>
    /// <param name="account">Who logs in, and where.</param>
    /// <param name="options">TLS and time limits of the connection.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The catalogue that came with the token.</returns>
    /// <exception cref="OpenStackException">Keystone rejects the account, or does not answer.</exception>
    public async Task<ServiceCatalogue> LogInAsync(KeystoneCredentials account, TransportOptions options, CancellationToken ct) =>
        (await clients.Tokens(account, options).GetAsync(ct)).Catalogue;

    /// <summary>The reads of Nova under the privileged account, which logs in again for them.</summary>
    /// <param name="options">The account, and where Nova is in the catalogue.</param>
    public INova Nova(NovaOptions options) => clients.Nova(options).Reads;

    /// <inheritdoc/>
    public void Dispose() => clients.Dispose();
}
