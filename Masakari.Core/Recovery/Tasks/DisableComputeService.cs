using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Silence;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Tasks;

/// <summary>
/// Takes the failed host out of service and makes sure that it is dead: proof, or silence (W32). A host that goes on reporting
/// is a false alarm: what we changed is undone (W33).
/// </summary>
internal sealed class DisableComputeService(
    INova nova, HostSilence silence, HostJournal journal, HostFailureOptions options, ILogger<DisableComputeService> logger) : IRecoveryTask
{
    public string ConfName => "disable_compute_service_task";

    public string WireName => "DisableComputeServiceTask";

    public async Task<TaskOutcome> RunAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        await context.Progress.ReportAsync(0.0, $"Disabling compute service on host: {host}");
        var entry = await OpenJournalAsync(context, ct);
        if ((await nova.FindServiceAsync(host, ct)).Value is not { } service)
            return TaskOutcome.Fail($"Nova has no nova-compute service of the name {host}. Check the name of the registered host.");
        if (entry.Proof is not null)
        {
            if (service is { Up: true, ForcedDown: false }) return BackAgain(host);
            logger.FoundDownBefore(context.Notification.Uuid, host, Text(entry.Proof));
            return await DoneAsync(context, entry.Proof);
        }
        if (entry.HeartbeatAt is null && service.UpdatedAt is { } heartbeat)
        {
            await journal.NoteHeartbeatAsync(context.Claim, heartbeat);
            entry = entry with { HeartbeatAt = heartbeat };
        }
        return await ConcludeAsync(context, await silence.WaitAsync(context, service, entry, ct), ct);
    }

    private async Task<HostJournalEntry> OpenJournalAsync(RecoveryContext context, CancellationToken ct)
    {
        var notification = context.Notification.Uuid;
        if (await journal.FindAsync(notification, ct) is { } entry) return entry;
        await journal.OpenAsync(context.Claim, context.Notification, context.Host);
        return await journal.FindAsync(notification, ct) ?? throw new InvalidOperationException($"Notification {notification}: its host journal vanished.");
    }

    private async Task<TaskOutcome> ConcludeAsync(RecoveryContext context, SilenceVerdict verdict, CancellationToken ct)
    {
        var host = context.Host.Name;
        switch (verdict)
        {
            case SilenceVerdict.Silent or SilenceVerdict.ForcedDown or SilenceVerdict.ConfirmedDown:
                var proof = verdict switch
                {
                    SilenceVerdict.Silent => "silence",
                    SilenceVerdict.ForcedDown => "forced_down",
                    _ => "confirmed_down",
                };
                await journal.NoteProofAsync(context.Claim, proof);
                return await DoneAsync(context, proof);
            case SilenceVerdict.Alive:
                logger.FalseAlarm(context.Notification.Uuid, host);
                await UndoAsync(context, ct);
                return TaskOutcome.FalseAlarm(
                    $"False alarm: nova-compute on host {host} still sends heartbeats to Nova. No instance was moved.");
            default:
                return TaskOutcome.Fail(
                    $"Nova does not report nova-compute on host {host} as down, and receives no heartbeat from it. "
                    + "No instance was moved; the service stays disabled.");
        }
    }

    /// <summary>A retry, or a later life: the host was dead then and has been heard of since.</summary>
    private static TaskOutcome BackAgain(string host) =>
        TaskOutcome.GiveUp(
            $"Nova reports nova-compute on host {host} as up again. "
            + "The instances left on the host are not moved; the service stays disabled.");

    private static async Task<TaskOutcome> DoneAsync(RecoveryContext context, string proof)
    {
        await context.Progress.ReportAsync(1.0, $"Disabled compute service on host: {context.Host.Name} ({Text(proof)})");
        return TaskOutcome.Done;
    }

    private static string Text(string proof) => proof == "silence" ? "down and silent" : proof.Replace('_', ' ');

    private async Task UndoAsync(RecoveryContext context, CancellationToken ct)
    {
        if (await journal.FindAsync(context.Notification.Uuid, ct) is not { } entry) return;
        var service = (await nova.FindServiceAsync(context.Host.Name, ct)).Value;
        if (entry.ServiceDisabledByUs && service is { Enabled: false } && service.DisabledReason == options.ServiceDisableReason)
            await context.Claim.ChangeAsync(() => nova.EnableServiceAsync(service, CancellationToken.None), ct);
        await journal.CloseAsync(context.Claim, context.Host, entry);
    }
}
