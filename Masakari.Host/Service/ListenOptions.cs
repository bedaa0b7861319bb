using System.Net;
using System.Net.Sockets;
using Masakari.Core.Configuration;

namespace Masakari.Host.Service;

/// <summary>Where and how the API listens.</summary>
internal sealed record ListenOptions
{
    /// <summary>An address, or a host name.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port; 0 = any free one.</summary>
    public required int Port { get; init; }

    /// <summary>The certificate for HTTPS; <see langword="null"/> = plain HTTP.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>The longest headers of one request, in bytes, all together.</summary>
    public int MaxHeaderBytes { get; init; } = 16384;

    /// <summary>Whether a connection serves more than one request.</summary>
    public bool KeepAlive { get; init; } = true;

    /// <summary>How long a connection may wait for its next request; zero = for ever.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>After how much silence TCP asks whether the peer is still there.</summary>
    public TimeSpan KeepIdle { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>How long requests under way may take to end when the service stops.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(5);

    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    internal static ListenOptions Read(Conf conf)
    {
        var wsgi = conf.Section("wsgi");
        return new ListenOptions
        {
            Host = conf.Default.HostAddress(
                "masakari_api_listen", "0.0.0.0",
                "The address that the API listens on. 0.0.0.0 = all IPv4 addresses; :: = all IPv6 and IPv4 addresses."),
            Port = conf.Default.Port("masakari_api_listen_port", 15868, "The TCP port that the API listens on.", min: 1),
            Certificate = ServerCertificate.Read(conf),
            MaxHeaderBytes = wsgi.Int(
                "max_header_line", 16384, "The maximum size of all headers of one request together, in bytes.", min: 1024, max: 1048576),
            KeepAlive = wsgi.Bool("keep_alive", true, "Allow several requests on one connection."),
            IdleLimit = wsgi.Seconds(
                "client_socket_timeout", 900, "How long a connection may be idle before the service closes it. 0 = no limit.", min: 0),
            KeepIdle = wsgi.Seconds(
                "tcp_keepidle", 600, "How long a connection is idle before TCP sends a keep-alive probe.", min: 1, max: 32767),
            StopLimit = conf.Section("api").Seconds(
                "stop_seconds", 5,
                "How long the service waits at a stop until running requests have ended. It does not wait for half-sent requests.",
                min: 0, max: 3600),
        };
    }

    /// <summary>The addresses behind a host name, or the one address.</summary>
    /// <exception cref="IOException">Nobody knows the name.</exception>
    public IReadOnlyList<IPAddress> Addresses()
    {
        if (IPAddress.TryParse(Host, out var address))
            return [address];
        try
        {
            return Dns.GetHostAddresses(Host);
        }
        catch (SocketException problem)
        {
            throw new IOException($"masakari_api_listen = {Host}: {problem.Message}", problem);
        }
    }
}
