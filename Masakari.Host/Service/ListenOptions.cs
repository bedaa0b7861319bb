using System.Net;
using Masakari.Core.Configuration;

namespace Masakari.Host.Service;

/// <summary>Where the API listens.</summary>
internal sealed record ListenOptions
{
    /// <summary>An address, or a host name.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port; 0 = any free one.</summary>
    public required int Port { get; init; }

    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    internal static ListenOptions Read(Conf conf) => new()
    {
        Host = conf.Default.HostAddress("masakari_api_listen", "0.0.0.0", "The address that the API listens on."),
        Port = conf.Default.Port("masakari_api_listen_port", 15868, "The port that the API listens on.", min: 1),
    };

    /// <summary>The addresses behind a host name, or the one address.</summary>
    public IReadOnlyList<IPAddress> Addresses() => IPAddress.TryParse(Host, out var address) ? [address] : Dns.GetHostAddresses(Host);
}
