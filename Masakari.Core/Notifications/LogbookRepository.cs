using System.Globalization;
using System.Text.Json;
using Masakari.Core.Persistence;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Notifications;

/// <summary>
/// Reads what the tasks of the Python original reported. Its TaskFlow library keeps that in the tables logbooks, flowdetails and
/// atomdetails, where they exist.
/// </summary>
public sealed class LogbookRepository : IAsyncDisposable
{
    private static readonly string[] Tables = ["logbooks", "flowdetails", "atomdetails"];

    private readonly Database database;
    private readonly bool isElsewhere;
    private bool? exists;

    /// <summary>Nothing is opened yet.</summary>
    public LogbookRepository(Database own, DatabaseOptions options, LogbookOptions logbooks, TimeProvider clock, ILogger<Database> logger)
    {
        isElsewhere = logbooks.Url is { } url && url.ToString() != options.Url.ToString();
        database = isElsewhere ? new Database(options with { Url = logbooks.Url! }, clock, logger) : own;
    }

    /// <summary>The tasks of all runs, in the order they ran; empty when there are none, or no such tables.</summary>
    /// <exception cref="DatabaseUnavailableException">They cannot be read.</exception>
    public async Task<IReadOnlyList<TaskDetail>> DetailsAsync(Guid notification, CancellationToken ct)
    {
        const string Sql = """
            SELECT f.uuid AS Flow, a.name AS Name, a.state AS State, a.meta AS Meta
              FROM flowdetails f JOIN atomdetails a ON a.parent_uuid = f.uuid
             WHERE f.parent_uuid = @uuid AND a.atom_type = 'TASK_DETAIL'
            """;
        exists ??= (await database.QueryAsync<string>(database.Dialect.ListTables, parameters: null, ct))
            .Intersect(Tables).Count() == Tables.Length;
        if (exists is false) return [];
        return [.. InOrder(await database.QueryAsync<Row>(Sql, new { uuid = notification.ToText() }, ct))];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => isElsewhere ? database.DisposeAsync() : ValueTask.CompletedTask;

    // The tables keep no order; each report bears its moment. What never reported (the flow's own atoms, too) is left out.
    private static IEnumerable<TaskDetail> InOrder(IEnumerable<Row> rows) => rows
        .Select(row => (row.Flow, Detail: row.ToDetail()))
        .Where(task => task.Detail is { Steps.Count: > 0 })
        .GroupBy(task => task.Flow, task => task.Detail!)
        .OrderBy(flow => flow.Min(Began))
        .SelectMany(flow => flow.OrderBy(Began));

    private static DateTimeOffset Began(TaskDetail task) => task.Steps[0].At;

    private sealed record Row
    {
        public string Flow { get; init; } = "";
        public string Name { get; init; } = "";
        public string? State { get; init; }
        public string? Meta { get; init; }

        public TaskDetail? ToDetail()
        {
            try
            {
                using var meta = JsonDocument.Parse(Meta ?? "null");
                var steps = Steps(meta.RootElement);
                return steps.Count == 0 ? null : new TaskDetail { Name = Name, Progress = Number(meta.RootElement.GetProperty("progress")), State = State ?? "", Steps = steps };
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                return null;   // not of the shape that the original writes: nothing to show
            }
        }

        private static List<TaskProgress> Steps(JsonElement meta) =>
            meta.ValueKind == JsonValueKind.Object && meta.TryGetProperty("progress_details", out var last)
                ? [.. last.GetProperty("details").GetProperty("progress_details").EnumerateArray().Select(Step)]
                : [];

        private static TaskProgress Step(JsonElement step) => new(
            DateTimeOffset.Parse(Text(step.GetProperty("timestamp")), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Number(step.GetProperty("progress")),
            Text(step.GetProperty("message")));

        private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

        private static double Number(JsonElement value) => double.Parse(Text(value), CultureInfo.InvariantCulture);
    }
}
