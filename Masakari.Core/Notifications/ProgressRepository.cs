using Masakari.Core.Persistence;

namespace Masakari.Core.Notifications;

/// <summary>Reads what the recovery tasks of a notification reported.</summary>
public sealed class ProgressRepository(Database database)
{
    /// <summary>The tasks in the order they ran; empty when none did. Details are best effort (W20): trouble in reading them gives an empty list.</summary>
    public Task<IReadOnlyList<TaskDetail>> DetailsAsync(Guid notification, CancellationToken ct) => throw new NotSupportedException($"{database} {notification} {ct}");
}
