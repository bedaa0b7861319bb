using System.Data.Common;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Flow;

/// <summary>
/// Writes what the running task reports (table <c>recovery_progress</c>): one row each, shown in <c>recovery_workflow_details</c> without
/// a limit of its size. The rows of one attempt have the epoch of its claim. The progress is for the reader: a row that cannot be written
/// fails nothing else, and is logged.
/// </summary>
internal sealed class ProgressLog(Database database, ClaimSet claim, FlowPlace flow, ILogger logger)
{
    private string task = "";
    private double progress;

    /// <summary>A task begins.</summary>
    public Task BeginAsync(string wireName)
    {
        (task, progress) = (wireName, 0.0);
        return WriteAsync("RUNNING", null);
    }

    /// <summary>The task did something.</summary>
    /// <param name="reached">0.0 to 1.0.</param>
    /// <param name="message">What it did.</param>
    public Task ReportAsync(double reached, string message)
    {
        progress = reached;
        return WriteAsync("RUNNING", message);
    }

    /// <summary>The task is over; <paramref name="message"/> says what went wrong, or that there was nothing to do.</summary>
    public Task EndAsync(bool succeeded, string? message)
    {
        progress = 1.0;
        return WriteAsync(succeeded ? "SUCCESS" : "FAILURE", message);
    }

    private async Task WriteAsync(string state, string? message)
    {
        var sql = $"""
            INSERT INTO recovery_progress (notification_uuid, attempt, flow, target, task, state, progress, at, message)
            VALUES (@notification, @attempt, @flow, @target, @task, @state, @progress, {database.Dialect.Now}, @message)
            """;
        var row = new
        {
            notification = claim.Notification.ToText(), attempt = claim.Key.Epoch, flow = flow.Number, target = flow.Target,
            task, state, progress, message = message.ToStorable(),
        };
        try
        {
            await claim.WriteAsync(transaction => database.ExecuteAsync(transaction, sql, row, CancellationToken.None));
        }
        catch (Exception e) when (e is DbException && !database.IsAway(e))
        {
            logger.ProgressNotWritten(claim.Notification, e.Message);
        }
    }
}
