using System.Threading.Channels;

namespace Masakari.Core.Notifications;

/// <summary>
/// The bell of the workers, one for each type of notification. The row in the database is the work; a uuid in here only wakes a worker for
/// it. When a channel is full the ring is dropped: the sweep finds the row later.
/// </summary>
public sealed class NotificationQueue
{
    private readonly Dictionary<NotificationType, Channel<Guid>> lanes = Enum.GetValues<NotificationType>().ToDictionary(
        type => type, _ => Channel.CreateBounded<Guid>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite }));

    /// <summary>Wakes a worker for this notification. Never waits, never fails.</summary>
    public void Ring(Guid notification, NotificationType type) => lanes[type].Writer.TryWrite(notification);

    /// <summary>The uuids of one type that were rung, as they come, until <paramref name="ct"/>.</summary>
    public IAsyncEnumerable<Guid> ReadAllAsync(NotificationType type, CancellationToken ct) => lanes[type].Reader.ReadAllAsync(ct);
}
