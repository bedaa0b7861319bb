using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.PythonAdoption;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Chooses the instances to move and writes a vmove for each, with the states it has now. Run again, it adds only those that are new.
/// </summary>
internal sealed class PrepareInstances(
    INova nova, MoveJournal journal, Adoption adoption, InstanceSelection selection, HostFailureOptions options,
    ILogger<PrepareInstances> logger) : IRecoveryTask
{
    public const string Name = "prepare_HA_enabled_instances_task";

    public string ConfName => Name;

    public string WireName => "PrepareHAEnabledInstancesTask";

    public async Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        await context.Progress.ReportAsync(0.0, "Preparing instances for evacuation");
        var listed = await nova.ListServersAsync(host, ct);
        if (listed.Unreadable.Count > 0) return TaskOutcome.Fail($"{listed.Unreadable.Count} instances of host {host} cannot be read from Nova.");
        var servers = listed.Readable;
        var evacuations = await nova.ListEvacuationsAsync(host, ct);
        var chosen = selection.Choose(servers);
        // Does nothing unless the Python original began this recovery.
        await adoption.EnterAsync(context, servers, chosen, evacuations, ct);
        var known = await journal.ListAsync(context.Notification.Uuid, ct);
        await ReportChoiceAsync(context, servers, chosen);

        var fresh = chosen.Where(server => known.All(move => move.Instance != server.Id)).ToList();
        if (fresh.Count > 0) await journal.PlanAsync(context.Claim, host, context.Flow, Plan(fresh, evacuations, known.Count));
        if (fresh.Count + known.Count == 0) return TaskOutcome.Skip($"There is no instance to move on host {host}.");
        var toMove = fresh.Count + known.Count(move => !move.IsOver);
        logger.Planned(context.Notification.Uuid, host, toMove, servers.Count - chosen.Count);
        var instances = known.Select(move => move.Instance).Concat(fresh.Select(server => server.Id));
        await context.Progress.ReportAsync(1.0, $"Instances to be evacuated: {string.Join(", ", instances)}");
        return TaskOutcome.Done;
    }

    private static List<PlannedMove> Plan(IReadOnlyList<Server> servers, IReadOnlyList<EvacuationRecord> evacuations, int firstPosition) =>
    [
        .. servers.Select((server, index) => new PlannedMove(server, evacuations.LastEnded(server.Id), firstPosition + index)),
    ];

    private async Task ReportChoiceAsync(RecoveryContext context, IReadOnlyList<Server> servers, IReadOnlyList<Server> chosen)
    {
        var progress = context.Progress;
        await progress.ReportAsync(0.3, $"Total number of instances on host {context.Host.Name}: {servers.Count}");
        var inError = servers.Where(server => server.VmState == "error" && selection.IsHaEnabled(server) && !chosen.Contains(server));
        foreach (var ignored in inError)
            await progress.ReportAsync(0.4, $"Ignoring instance {ignored.Id}: it is in error state");
        var enabled = chosen.Count(selection.IsHaEnabled);
        await progress.ReportAsync(0.6, $"Total HA Enabled instances: {enabled}");
        if (!options.EvacuateAllInstances) return;
        await progress.ReportAsync(0.7, $"Total Non-HA Enabled instances: {chosen.Count - enabled}");
        await progress.ReportAsync(0.8, $"All instances ({chosen.Count}) are going to be evacuated");
    }
}
