using System.Data.Common;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Notifications;

/// <summary>Reads what the recovery tasks of a notification reported: ours, else those of the Python original.</summary>
public sealed class ProgressRepository(Database database, LogbookRepository logbooks, ILogger<ProgressRepository> logger)
{
    /// <summary>
    /// The tasks in the order they ran; empty when none did. Details are best effort: a notification whose details cannot be read is shown
    /// with an empty list.
    /// </summary>
    public async Task<IReadOnlyList<TaskDetail>> DetailsAsync(Guid notification, CancellationToken ct)
    {
        try
        {
            var ours = Details(await ReadAsync(notification, ct));
            return ours.Count > 0 ? ours : await logbooks.DetailsAsync(notification, ct);
        }
        catch (Exception e) when (e is DbException or DatabaseUnavailableException or IOException or TimeoutException)
        {
            logger.DetailsUnreadable(e, notification);
            return [];
        }
    }

    private Task<IReadOnlyList<Row>> ReadAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = """
            SELECT attempt, flow, task, state, progress, at, message FROM recovery_progress WHERE notification_uuid = @uuid ORDER BY id
            """;
        return database.QueryAsync<Row>(Sql, new { uuid = notification.ToText() }, ct);
    }

    // A flow lists each task once, where it first reported; what it reported in later rounds is added there.
    private static List<TaskDetail> Details(IEnumerable<Row> rows) => rows
        .GroupBy(row => (row.Attempt, row.Flow, row.Task))
        .Where(task => task.Any(row => row.Message is not null))
        .Select(task => new TaskDetail
        {
            Name = task.Key.Task,
            Progress = task.Last().Progress,
            State = task.Last().State,
            Steps = task.Where(row => row.Message is not null).Select(row => new TaskProgress(row.At.ToMoment(), row.Progress, row.Message!)).ToList(),
        })
        .ToList();

    private sealed record Row
    {
        public long Attempt { get; init; }
        public int Flow { get; init; }
        public string Task { get; init; } = "";
        public string State { get; init; } = "";
        public double Progress { get; init; }
        public DateTime At { get; init; }
        public string? Message { get; init; }
    }
}
