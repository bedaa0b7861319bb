using System.Threading.Channels;

namespace Masakari.Core.Monitoring.Libvirt.Interop;

/// <summary>The events of one connection, from the thread of the event loop to the monitor. It holds a limited number of events.</summary>
internal sealed class EventSink
{
    /// <summary>A host runs some hundred guests, and a crash is one event, a stop at most five.</summary>
    public const int Capacity = 8192;

    private readonly Channel<GuestEvent> events = Channel.CreateBounded<GuestEvent>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = false, FullMode = BoundedChannelFullMode.Wait });

    private int lost;

    /// <summary>What happened; completed when the connection is over.</summary>
    public ChannelReader<GuestEvent> Events => events.Reader;

    /// <summary>Adds an event without waiting.</summary>
    public void Add(GuestEvent happened)
    {
        if (!events.Writer.TryWrite(happened)) Interlocked.Increment(ref lost);
    }

    /// <summary>How many events found no place since the last call; whoever lost events must look at the guests themselves.</summary>
    public int TakeLost() => Interlocked.Exchange(ref lost, 0);

    /// <summary>The connection is over.</summary>
    public void End(string reason) => events.Writer.TryComplete(new LibvirtException(reason));
}
