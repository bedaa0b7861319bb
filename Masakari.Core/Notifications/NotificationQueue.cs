using System.Threading.Channels;

namespace Masakari.Core.Notifications;

/// <summary>
/// The bell of the workers. The row in the database is the work; a uuid in here only wakes a worker for it. When the channel is
/// full the ring is dropped: the sweep finds the row later.
/// </summary>
public sealed class NotificationQueue
{
    private readonly Channel<Guid> channel = Channel.CreateBounded<Guid>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes a worker for this notification. Never waits, never fails.</summary>
    public void Ring(Guid notification) => channel.Writer.TryWrite(notification);

    /// <summary>The uuids that were rung, as they come, until <paramref name="ct"/>.</summary>
    public IAsyncEnumerable<Guid> ReadAllAsync(CancellationToken ct) => channel.Reader.ReadAllAsync(ct);
}
