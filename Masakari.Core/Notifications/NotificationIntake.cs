using Masakari.Core.Hosts;
using Masakari.Core.Persistence;

namespace Masakari.Core.Notifications;

/// <summary>Accepts failure reports: station 2 of a notification's way (engine.md 4 with W8).</summary>
public sealed class NotificationIntake(Database database, HostRepository hosts, NotificationQueue queue, TimeProvider clock)
{
    /// <summary>Stores the report as <c>new</c> and rings the queue; refuses an unknown host, a host on maintenance, a duplicate.</summary>
    public Task<Result<Notification>> AcceptAsync(NotificationDraft draft, CancellationToken ct) =>
        throw new NotSupportedException($"{database} {hosts} {queue} {clock} {draft} {ct}");
}
