using Masakari.Core.Persistence;

namespace Masakari.Core.Notifications;

/// <summary>Reads notifications.</summary>
public sealed class NotificationRepository(Database database)
{
    /// <summary>One notification, or <see langword="null"/>.</summary>
    public Task<Notification?> FindAsync(Guid uuid, CancellationToken ct) => throw new NotSupportedException($"{database} {uuid} {ct}");

    /// <summary>A page of notifications; a refusal for an unknown marker or sort key.</summary>
    public Task<Result<IReadOnlyList<Notification>>> ListAsync(NotificationFilter filter, PageRequest page, CancellationToken ct) =>
        throw new NotSupportedException($"{filter} {page} {ct}");
}
