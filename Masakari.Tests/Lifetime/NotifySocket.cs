using System.Net.Sockets;
using System.Text;

namespace Masakari.Tests.Lifetime;

/// <summary>systemd's side of the notify socket: receives the messages of a service.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };

    /// <param name="address">The value of <c>NOTIFY_SOCKET</c>: a path, or an abstract name after <c>@</c>.</param>
    public NotifySocket(string address)
    {
        Address = address;
        socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
    }

    public string Address { get; }

    /// <summary>Waits for the next message.</summary>
    public string Hear()
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }

    /// <summary>The messages that have arrived and were not read yet.</summary>
    public IReadOnlyList<string> HearAll()
    {
        var heard = new List<string>();
        while (socket.Available > 0)
            heard.Add(Hear());
        return heard;
    }

    public void Dispose()
    {
        socket.Dispose();
        if (Address[0] != '@')
            File.Delete(Address);
    }
}
