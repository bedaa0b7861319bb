using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>
/// Runs the flows of a plan: the tasks of one in order until one of them does not say Done, then the next alternative if that may help.
/// </summary>
internal sealed class RecoveryRunner(Database database, RecoveryPermits permits, TimeProvider clock, ILogger<RecoveryRunner> logger)
{
    /// <summary>The outcome of the last task that ran.</summary>
    public async Task<TaskOutcome> RunAsync(
        RecoveryPlan plan, ClaimSet claim, Notification notification, ComputeHost host, CancellationToken ct)
    {
        if (plan.EndsAtOnce is { } atOnce) return atOnce;
        var outcome = TaskOutcome.Done;
        foreach (var flow in plan.Alternatives)
        {
            var context = new RecoveryContext
            {
                Notification = notification,
                Host = host,
                Claim = claim,
                Flow = flow.Place,
                Progress = new ProgressLog(database, claim, flow.Place, clock),
            };
            outcome = await RunFlowAsync(flow, context, ct);
            if (!outcome.WorthRetrying) break;
        }
        return outcome;
    }

    private async Task<TaskOutcome> RunFlowAsync(RecoveryFlow flow, RecoveryContext context, CancellationToken ct)
    {
        foreach (var task in flow.Tasks)
        {
            var outcome = await RunTaskAsync(task, context, ct);
            if (outcome.Kind != OutcomeKind.Done) return outcome;
        }
        return TaskOutcome.Done;
    }

    private async Task<TaskOutcome> RunTaskAsync(IRecoveryTask task, RecoveryContext context, CancellationToken ct)
    {
        logger.TaskBegins(context.Notification.Uuid, task.WireName);
        await context.Progress.BeginAsync(task.WireName);
        var outcome = await RunUnlessAbortedAsync(task, context, ct);
        await context.Progress.EndAsync(outcome.Kind is not (OutcomeKind.Fail or OutcomeKind.Abort or OutcomeKind.Hold), outcome.Why);
        logger.TaskEnds(context.Notification.Uuid, task.WireName, outcome.Kind, outcome.Why is { } why ? $": {why}" : "");
        return outcome;
    }

    /// <summary>An abort counts even when the task could do nothing about it any more.</summary>
    private async Task<TaskOutcome> RunUnlessAbortedAsync(IRecoveryTask task, RecoveryContext context, CancellationToken ct)
    {
        if (await permits.AbortOfAsync(context.Claim, ct) is { } before) return TaskOutcome.Abort(before);
        var outcome = await task.RunAsync(context, ct);
        return await permits.AbortOfAsync(context.Claim, ct) is { } after ? TaskOutcome.Abort(after) : outcome;
    }
}
