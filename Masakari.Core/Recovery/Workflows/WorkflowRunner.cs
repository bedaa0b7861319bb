using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Workflows;

/// <summary>Runs the tasks of a workflow in order until one of them does not say Done.</summary>
internal sealed class WorkflowRunner(ILogger<WorkflowRunner> logger)
{
    /// <summary>The last task's outcome.</summary>
    public async Task<TaskOutcome> RunAsync(IReadOnlyList<IRecoveryTask> tasks, RecoveryContext context, CancellationToken ct)
    {
        foreach (var task in tasks)
        {
            var outcome = await RunAsync(task, context, ct);
            if (outcome.Kind != OutcomeKind.Done) return outcome;
        }
        return TaskOutcome.Done;
    }

    private async Task<TaskOutcome> RunAsync(IRecoveryTask task, RecoveryContext context, CancellationToken ct)
    {
        logger.TaskBegins(context.Notification.Uuid, task.WireName);
        await context.Progress.BeginAsync(task.WireName);
        var outcome = await OutcomeAsync(task, context, ct);
        await context.Progress.EndAsync(outcome.Kind is not (OutcomeKind.Fail or OutcomeKind.Abort), outcome.Why);
        logger.TaskEnds(context.Notification.Uuid, task.WireName, outcome.Kind, outcome.Why is { } why ? $": {why}" : "");
        return outcome;
    }

    /// <summary>An abort counts even when the task could do nothing about it any more.</summary>
    private static async Task<TaskOutcome> OutcomeAsync(IRecoveryTask task, RecoveryContext context, CancellationToken ct)
    {
        try
        {
            await context.Claim.MustNotBeAbortedAsync(ct);
            var outcome = await task.RunAsync(context, ct);
            await context.Claim.MustNotBeAbortedAsync(ct);
            return outcome;
        }
        catch (AbortedException e)
        {
            return TaskOutcome.Abort(e.Message);
        }
    }
}
