using Dapper;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Workflows;

/// <summary>Writes what the running task reports: one row each, shown in <c>recovery_workflow_details</c> (W40: no size limit).</summary>
internal sealed class ProgressLog(Claim claim, TimeProvider clock)
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

    private Task WriteAsync(string state, string? message)
    {
        const string Sql = """
            INSERT INTO recovery_progress (notification_uuid, flow, task, state, progress, at, message)
            VALUES (@notification, @flow, @task, @state, @progress, @at, @message)
            """;
        var row = new
        {
            notification = claim.Key.Notification.ToText(), flow = claim.Key.Epoch, task, state, progress, at = clock.GetUtcNow().ToText(), message = message.ToStorable(),
        };
        return claim.WriteAsync((connection, transaction) => connection.ExecuteAsync(Sql, row, transaction));
    }
}
