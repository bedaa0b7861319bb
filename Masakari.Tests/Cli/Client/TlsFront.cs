using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Masakari.Tests.Cli.Client;

/// <summary>Ends TLS before a server without TLS, as the proxies of clouds do.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly X509Certificate2 certificate;
    private readonly Uri server;
    private readonly Task accepting;

    public TlsFront(Uri server, X509Certificate2 certificate)
    {
        (this.server, this.certificate) = (server, certificate);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The same URL as the server's, with https and the port of this front.</summary>
    public Uri Url => new UriBuilder(server) { Scheme = "https", Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(PassOnAsync(await listener.AcceptTcpClientAsync(ending.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task PassOnAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ending.Token);
                using var plain = new TcpClient(server.Host, server.Port);
                var stream = plain.GetStream();
                await Task.WhenAny(tls.CopyToAsync(stream, ending.Token), stream.CopyToAsync(tls, ending.Token));
            }
            catch (Exception problem) when (problem is IOException or AuthenticationException or OperationCanceledException)
            {
                // A client that does not trust the certificate goes away.
            }
        }
    }
}
