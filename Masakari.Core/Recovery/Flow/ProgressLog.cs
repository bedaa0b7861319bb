using System.Data.Common;
using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Flow;

/// <summary>
/// Writes what the running task reports (table <c>recovery_progress</c>): one row each, shown in <c>recovery_workflow_details</c> without
/// a limit of its size. The rows of one attempt have the epoch of its claim. The progress is for the reader: what a task reports is written
/// with the recovery's next real write, or after a second. A row that cannot be written fails nothing else, and is logged.
/// </summary>
internal sealed class ProgressLog(ClaimSet claim, FlowPlace flow, TimeProvider clock, ILogger logger)
{
    private string task = "";
    private string state = "RUNNING";
    private double progress;

    /// <summary>The progress of the running task towards another target.</summary>
    public ProgressLog Of(FlowPlace place) => new(claim, place, clock, logger) { task = task, progress = progress };

    /// <summary>A task begins.</summary>
    public Task BeginAsync(string wireName)
    {
        (task, state, progress) = (wireName, "RUNNING", 0.0);
        return WriteSoonAsync(null);
    }

    /// <summary>The task did something.</summary>
    /// <param name="reached">0.0 to 1.0.</param>
    /// <param name="message">What it did.</param>
    public Task ReportAsync(double reached, string message)
    {
        progress = reached;
        return WriteSoonAsync(message);
    }

    /// <summary>Something about the recovery as a whole, shown with the last task.</summary>
    public Task AddAsync(string message) => WriteSoonAsync(message);

    /// <summary>
    /// The task is over; <paramref name="message"/> says what went wrong, or that there was nothing to do. With it, all that the task
    /// reported is written.
    /// </summary>
    public async Task EndAsync(bool succeeded, string? message)
    {
        (state, progress) = (succeeded ? "SUCCESS" : "FAILURE", 1.0);
        try
        {
            await claim.WriteAsync(Line(message));
        }
        catch (DbException e)
        {
            NotWritten(e);
        }
    }

    private Task WriteSoonAsync(string? message)
    {
        try
        {
            claim.WriteSoon(Line(message), NotWritten);
            return Task.CompletedTask;
        }
        catch (ClaimLostException e)
        {
            return Task.FromException(e);   // whoever has begun something beside the report still waits for it
        }
    }

    private ProgressLine Line(string? message)
    {
        var reported = clock.GetTimestamp();
        return new(claim.Key, flow, task, state, progress, message, Age: () => clock.GetElapsedTime(reported));
    }

    private void NotWritten(Exception e) => logger.ProgressNotWritten(claim.Notification, e.Message);
}
