using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Takes the failed host out of service and makes sure that it is dead: by proof, or by silence. A host that goes on sending heartbeats is
/// a false alarm: what we changed is undone.
/// </summary>
internal sealed class DisableComputeService(
    INova nova, HostWatch watch, ComputeServiceSwitch service, HostJournal journal, RecoveryPermits permits,
    HostFailureOptions options, ILogger<DisableComputeService> logger) : IRecoveryTask
{
    public const string Name = "disable_compute_service_task";

    public string ConfName => Name;

    public string WireName => "DisableComputeServiceTask";

    public async Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        await context.Progress.ReportAsync(0.0, $"Disabling compute service on host: {host}");
        var entry = await OpenJournalAsync(context, ct);
        if ((await nova.FindServiceAsync(host, ct)).Value is not { } found)
            return TaskOutcome.Fail($"Nova has no nova-compute service of the name {host}. Check the name of the registered host.");
        if (entry.Evidence is { } known)
        {
            if (found is { Up: true, ForcedDown: false }) return BackAgain(host);
            logger.FoundDownBefore(context.Notification.Uuid, host, known.ToWords());
            return await DoneAsync(context, known);
        }
        if (entry.HeartbeatAt is null && found.UpdatedAt is { } heartbeat)
        {
            await journal.NoteHeartbeatAsync(context.Claim, heartbeat);
            entry = entry with { HeartbeatAt = heartbeat };
        }
        var (verdict, end) = await watch.WatchAsync(context, found, entry, ct);
        return end ?? await ConcludeAsync(context, verdict, ct);
    }

    private async Task<HostJournalEntry> OpenJournalAsync(RecoveryContext context, CancellationToken ct)
    {
        var notification = context.Notification.Uuid;
        if (await journal.FindAsync(notification, ct) is { } entry) return entry;
        await journal.OpenAndMarkFailedAsync(context.Claim, context.Notification, context.Host);
        return await journal.FindAsync(notification, ct)
            ?? throw new InvalidOperationException($"Notification {notification}: its host journal vanished.");
    }

    private async Task<TaskOutcome> ConcludeAsync(RecoveryContext context, EvidenceVerdict verdict, CancellationToken ct)
    {
        if (verdict.IsAlive) return await UndoAsync(context, ct);
        if (verdict.Death is not { } death)
            return TaskOutcome.Fail(
                $"Nova does not report nova-compute on host {context.Host.Name} as down, and receives no heartbeat from it. "
                + "No instance was moved; the service stays disabled.");
        await journal.NoteEvidenceAsync(context.Claim, death);
        return await DoneAsync(context, death);
    }

    /// <summary>A retry, or a later life: the host was dead then and has been heard of since.</summary>
    private static TaskOutcome BackAgain(string host) =>
        TaskOutcome.GiveUp(
            $"Nova reports nova-compute on host {host} as up again. "
            + "The instances left on the host are not moved; the service stays disabled.");

    private static async Task<TaskOutcome> DoneAsync(RecoveryContext context, DeathEvidence evidence)
    {
        await context.Progress.ReportAsync(1.0, $"Disabled compute service on host: {context.Host.Name} ({evidence.ToWords()})");
        return TaskOutcome.Done;
    }

    /// <summary>Only a disable of ours is undone: one that still has our reason.</summary>
    private async Task<TaskOutcome> UndoAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        logger.FalseAlarm(context.Notification.Uuid, host);
        if (await journal.FindAsync(context.Notification.Uuid, ct) is { } entry)
        {
            var shown = (await nova.FindServiceAsync(host, ct)).Value;
            if (entry.ServiceDisabledByUs && shown is { Enabled: false } && shown.DisabledReason == options.ServiceDisableReason
                && await service.EnableAsync(context.Claim, shown, ct) == ChangeEnd.Aborted)
                return TaskOutcome.Abort((await permits.AbortOfAsync(context.Claim, ct))!);
            await journal.CloseAsync(context.Claim, context.Host, entry);
        }
        return TaskOutcome.FalseAlarm($"False alarm: nova-compute on host {host} still sends heartbeats to Nova. No instance was moved.");
    }
}
