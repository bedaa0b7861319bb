using Masakari.Core.Recovery.Flow;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Chooses the instances to move and writes a vmove for each, with the states it has now. Run again, it adds only those that are new.
/// </summary>
internal sealed class PrepareInstances(
    FirstPlan plan, InstanceSelection selection, HostFailureOptions options, ILogger<PrepareInstances> logger) : IRecoveryTask
{
    public const string Name = "prepare_HA_enabled_instances_task";

    public string ConfName => Name;

    public string WireName => "PrepareHAEnabledInstancesTask";

    public async Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        await context.Progress.ReportAsync(0.0, "Preparing instances for evacuation");
        var (look, end) = await plan.MakeAsync(context, ct);
        if (end is not null) return end;
        await ReportChoiceAsync(context, look);
        if (look.HasNothingToMove) return TaskOutcome.Skip($"There is no instance to move on host {host}.{PlanWords.Young(look)}");
        var toMove = look.Fresh.Count + look.Known.Count(move => !move.IsOver);
        logger.Planned(context.Notification.Uuid, host, toMove, look.Listed.Count - look.Wanted.Count);
        var instances = look.Known.Select(move => move.Instance).Concat(look.Fresh.Select(server => server.Id));
        await context.Progress.ReportAsync(1.0, $"Instances to be evacuated: {string.Join(", ", instances)}");
        return TaskOutcome.Done;
    }

    private async Task ReportChoiceAsync(RecoveryContext context, PlanLook look)
    {
        var (progress, host) = (context.Progress, context.Host.Name);
        await progress.ReportAsync(0.3, $"Total number of instances on host {host}: {look.Listed.Count + look.HeldOut.Count}");
        foreach (var leftOut in look.LeftOut.Where(group => group.Key is not null).OrderBy(group => group.Key))
            await progress.ReportAsync(0.4, PlanWords.LeftOut(leftOut.Key!.Value, leftOut));
        if (look.HeldOut.Count > 0) await progress.ReportAsync(0.5, PlanWords.Unreadable(host, look.HeldOut));
        var enabled = look.Wanted.Count(selection.IsHaEnabled);
        await progress.ReportAsync(0.6, $"Total HA Enabled instances: {enabled}");
        if (!options.EvacuateAllInstances) return;
        await progress.ReportAsync(0.7, $"Total Non-HA Enabled instances: {look.Wanted.Count - enabled}");
        await progress.ReportAsync(0.8, $"All instances ({look.Wanted.Count}) are going to be evacuated");
    }
}
