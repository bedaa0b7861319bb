using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.OpenStack;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery;

/// <summary>
/// Runs the flows of a plan: the tasks of one in order until one of them does not say Done, then the next alternative if that may help.
/// </summary>
/// <remarks>A task that Nova or Keystone keeps from its end runs again in the same attempt, however long they are away.</remarks>
internal sealed class RecoveryRunner(
    RecoveryContexts contexts, RecoveryPermits permits, HostWorkers workers, Database database, ILogger<RecoveryRunner> logger)
{
    /// <summary>
    /// The outcome of the last task that ran; of a task that broke, that the attempt failed. A database that is away ends no attempt: it
    /// throws, the notification stays running, and a sweep takes it up again.
    /// </summary>
    public async Task<TaskOutcome> RunAsync(
        RecoveryPlan plan, ClaimSet claim, Notification notification, ComputeHost host, CancellationToken ct)
    {
        try
        {
            return plan.EndsAtOnce ?? await RunFlowsAsync(plan.Alternatives, flow => contexts.Begin(claim, notification, host, flow), ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ClaimLostException) && !database.IsAway(e))
        {
            if (e is not OpenStackException) logger.AttemptBroke(e, notification.Uuid);   // that one says all in its message
            return TaskOutcome.Fail($"The attempt failed: {e.Message}");
        }
    }

    private async Task<TaskOutcome> RunFlowsAsync(
        IReadOnlyList<RecoveryFlow> flows, Func<FlowPlace, RecoveryContext> contextOf, CancellationToken ct)
    {
        RecoveryContext? context = null;
        TaskOutcome? outcome = null;
        foreach (var flow in flows)
        {
            context = contextOf(flow.Place with { TriesBothWays = outcome is { IsForRoom: true } });
            context.Phases.NoteClaimed();
            outcome = (await RunFlowAsync(flow, context, ct)).After(outcome);
            if (!outcome.OtherFlowMayHelp) break;
        }
        if (context is not null) await context.Phases.ShowAsync(context);
        return outcome ?? TaskOutcome.Done;
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
        using var worker = task.OnlyWaits ? null : await workers.OccupyAsync(context.Claim.ShowLife, IsAbortedAsync, ct);
        logger.TaskBegins(context.Notification.Uuid, task.WireName);
        await context.Progress.BeginAsync(task.WireName);
        var outcome = await RunUnlessAbortedAsync(task, context, ct);
        await context.Progress.EndAsync(outcome.Kind is not (OutcomeKind.Fail or OutcomeKind.Abort or OutcomeKind.Hold), outcome.Why);
        logger.TaskEnds(context.Notification.Uuid, task.WireName, outcome.Kind, outcome.Why is { } why ? $": {why}" : "");
        return outcome;

        async Task<bool> IsAbortedAsync(CancellationToken token) => await permits.AbortOfWaitingAsync(context.Claim, token) is not null;
    }

    /// <summary>An abort counts even when the task could do nothing about it any more.</summary>
    private async Task<TaskOutcome> RunUnlessAbortedAsync(IRecoveryTask task, RecoveryContext context, CancellationToken ct)
    {
        for (TaskOutcome? outcome = null; ;)
        {
            if (await permits.AbortOfAsync(context.Claim, ct) is { } order) return TaskOutcome.Abort(order);
            if (outcome is not null) return outcome;
            await context.Outage.TryAsync(async () => outcome = await task.RunAsync(context, ct), ct);
        }
    }
}
