using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Flow;

/// <summary>Ends the tasks that a dead owner left running in <c>recovery_progress</c>: else the API shows them running for ever.</summary>
internal sealed class FormerProgress(Database database)
{
    private const string Interrupted = "Interrupted, taken over: the recovery continues in a new attempt.";

    /// <summary>Ends them when the claim has a new owner; one that has ended stays as it is.</summary>
    public Task EndAsync(ClaimSet claim)
    {
        var sql = $"""
            INSERT INTO recovery_progress (notification_uuid, attempt, flow, target, task, state, progress, at, message)
            SELECT p.notification_uuid, p.attempt, p.flow, p.target, p.task, 'FAILURE', p.progress, {database.Dialect.Now}, @message
              FROM recovery_progress p
              JOIN (SELECT MAX(q.id) AS id FROM recovery_progress q
                     WHERE q.notification_uuid = @notification AND q.attempt <> @attempt
                     GROUP BY q.attempt, q.flow, q.task) newest ON newest.id = p.id
             WHERE p.state = 'RUNNING'
            """;
        var parameters = new { notification = claim.Notification.ToText(), attempt = claim.Key.Epoch, message = Interrupted };
        return claim.WriteAsync(transaction => database.ExecuteAsync(transaction, sql, parameters, CancellationToken.None));
    }
}
