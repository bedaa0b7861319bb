using System.Threading.Channels;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>A connection through the C library. Each call has a limit.</summary>
internal sealed class LibvirtConnection : ILibvirtConnection
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30), CloseLimit = TimeSpan.FromSeconds(2);

    private readonly EventSink sink = new();
    private readonly nint number;
    private readonly LibvirtCalls calls;
    private readonly TimeProvider clock;
    private int closed;

    private LibvirtConnection(ConnectionHandle handle, TimeProvider clock)
    {
        this.clock = clock;
        number = EventSinks.Add(sink);
        calls = new LibvirtCalls(handle, number);
    }

    public ChannelReader<GuestEvent> Events => sink.Events;

    /// <summary>Registers for the events of an open connection, which belongs to the answer from now on. It blocks.</summary>
    /// <exception cref="LibvirtException">The daemon does not offer one of the events; the connection is closed.</exception>
    public static LibvirtConnection Listen(ConnectionHandle handle, IReadOnlyCollection<GuestEventId> events, TimeProvider clock)
    {
        var connection = new LibvirtConnection(handle, clock);
        try
        {
            connection.calls.Register(events);
            return connection;
        }
        catch
        {
            EventSinks.Remove(connection.number);
            connection.calls.Close();
            throw;
        }
    }

    public int TakeLost() => sink.TakeLost();

    public Task<IReadOnlyList<GuestView>> ListAsync(bool onlyActive, CancellationToken ct) => CallAsync(() => calls.List(onlyActive), ct);

    public Task<GuestView?> FindAsync(Guid uuid, CancellationToken ct) => CallAsync(() => calls.Find(uuid), ct);

    public Task<string?> DefinitionAsync(Guid uuid, CancellationToken ct) => CallAsync(() => calls.Definition(uuid), ct);

    public Task<AgentAnswer> PingAsync(Guid uuid, TimeSpan atMost, CancellationToken ct) =>
        CallAsync(() => calls.Ping(uuid, Math.Max(1, (int)atMost.TotalSeconds)), ct, atMost);

    /// <summary>Ends the connection. When the daemon hangs, the end is left to the thread that waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) == 1) return;
        EventSinks.Remove(number);
        sink.End("the connection was closed on this side");
        var closing = NativeThread.RunAsync(() =>
        {
            calls.Close();
            return true;
        });
        await clock.PauseAsync(CloseLimit, closing, CancellationToken.None);
    }

    private async Task<T> CallAsync<T>(Func<T> call, CancellationToken ct, TimeSpan more = default)
    {
        var limit = CallLimit + more;
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref closed) == 1, this);
            return await NativeThread.RunAsync(call).WaitAsync(limit, clock, ct);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"libvirt gave no answer within {limit.TotalSeconds:0} s", e);
        }
        catch (ObjectDisposedException)
        {
            throw new LibvirtException("the connection was closed during a call");
        }
    }
}
