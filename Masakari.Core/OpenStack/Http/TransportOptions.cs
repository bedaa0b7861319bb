namespace Masakari.Core.OpenStack.Http;

/// <summary>How to reach one service.</summary>
public sealed record TransportOptions
{
    /// <summary>PEM file of the authorities to trust instead of the machine's; <see langword="null"/> = the machine's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Whether the server's certificate goes unchecked.</summary>
    public bool Insecure { get; init; }

    /// <summary>How long a connection may take to stand.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Makes what carries the requests to one service. Production: <see cref="SocketTransport"/>; tests put a cloud of their own here.</summary>
public delegate HttpMessageHandler Transport(TransportOptions options);
