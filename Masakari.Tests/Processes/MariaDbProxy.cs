using System.Net;
using System.Net.Sockets;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Processes;

/// <summary>
/// Stands between the controllers and MariaDB, and can disturb one transaction: it holds an answer back, or loses the answer to a COMMIT.
/// It reads the plain protocol: no TLS, no compression.
/// </summary>
internal sealed class MariaDbProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly List<Task> connections = [];
    private readonly int serverPort;
    private readonly Task accepting;
    private ProxyTrap? trap;
    private long roundTrips;

    private MariaDbProxy(int serverPort)
    {
        this.serverPort = serverPort;
        listener.Start();
        accepting = AcceptAsync();
    }

    public static MariaDbProxy Before(MariaDbServer server) => new(server.Port);

    /// <summary>How often a controller has asked and waited so far. A batch of statements is one round trip.</summary>
    public long RoundTrips => Interlocked.Read(ref roundTrips);

    /// <summary>The database URL with the proxy's address in it.</summary>
    public string UrlText(string direct) =>
        direct.Replace($":{serverPort}/", $":{((IPEndPoint)listener.LocalEndpoint).Port}/", StringComparison.Ordinal);

    /// <summary>The next transaction with such a statement stands still after it, until the trap is released.</summary>
    public ProxyTrap HoldAnswerTo(string statement) => trap = new ProxyTrap(statement, losesCommit: false);

    /// <summary>The next transaction with such a statement is committed; the answer is lost, together with the connection.</summary>
    public ProxyTrap LoseCommitAfter(string statement) => trap = new ProxyTrap(statement, losesCommit: true);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        trap?.Release();
        await accepting;
        await Task.WhenAll(connections);
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(closing.Token)));
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private async Task ServeAsync(TcpClient controller)
    {
        using var client = controller;
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, serverPort, closing.Token);
            var connection = new ProxiedConnection(
                client.GetStream(), server.GetStream(), () => trap, () => Interlocked.Increment(ref roundTrips));
            await connection.RunAsync(closing.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side went away: `using` closes the other one.
        }
    }
}
