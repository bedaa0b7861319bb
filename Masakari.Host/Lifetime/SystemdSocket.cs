using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Masakari.Host.Lifetime;

/// <summary>How to tell systemd about our life (sd_notify), as it asked for by the environment.</summary>
internal sealed record SystemdSocket
{
    /// <summary>A path, or with a leading <c>@</c> an abstract name; <see langword="null"/> = systemd did not start us, or does not listen.</summary>
    public string? Address { get; init; }

    /// <summary>systemd ends a service that is silent for so long; <see langword="null"/> = there is no watchdog.</summary>
    public TimeSpan? Watchdog { get; init; }

    public static SystemdSocket FromEnvironment(Func<string, string?> variable) => new()
    {
        Address = variable("NOTIFY_SOCKET") is { Length: > 0 } address ? address : null,
        Watchdog = IsForUs(variable("WATCHDOG_PID")) && long.TryParse(variable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var wanted) && wanted > 0
            ? TimeSpan.FromMicroseconds(wanted)
            : null,
    };

    /// <summary>Sends a state such as <c>READY=1</c>; without an address it does nothing.</summary>
    /// <exception cref="SocketException">Nobody listens there, or the queue is full.</exception>
    public void Send(string state)
    {
        if (Address is null)
            return;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = 1000 };
        socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(Address[0] == '@' ? "\0" + Address[1..] : Address));
    }

    // A child of the process that is watched inherits its variables, but not its duty.
    private static bool IsForUs(string? pid) => string.IsNullOrEmpty(pid) || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
}
