using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.MassFailure;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Looks at a reported host until there is a verdict, and keeps its service disabled meanwhile. The disable is never waited for; a verdict
/// that a pause held back has grown old and is reached anew. Silence evacuates no host in a mass failure. The message of the notification
/// says what is waited for.
/// </summary>
internal sealed class HostWatch(
    HostEvidence evidence, ComputeServiceSwitch service, RecoveryPermits permits, MassFailureBrake brake,
    NotificationStatusWriter statuses, HostFailureOptions options, ILogger<HostWatch> logger)
{
    /// <param name="context">The recovery.</param>
    /// <param name="found">The host's service.</param>
    /// <param name="entry">What a former attempt or life left in the journal.</param>
    /// <param name="ct">Ends the looks.</param>
    /// <returns>The verdict; or how the attempt ends without one: by the operator's order, or by a hold.</returns>
    public async Task<(EvidenceVerdict Verdict, TaskOutcome? End)> WatchAsync(
        RecoveryContext context, ComputeService found, HostJournalEntry entry, CancellationToken ct)
    {
        var gathering = evidence.Begin(context.Claim, context.Host.Name, entry);
        var wait = new ShownWait(context, statuses, logger);
        await using var disable = service.InBackground(context.Claim, options.ServiceDisableReason, ct);
        await foreach (var (reading, verdict) in gathering.LooksAsync(ct))
        {
            if (await permits.AbortOfAsync(context.Claim, ct) is { } order) return (verdict, TaskOutcome.Abort(order));
            if (verdict.IsAlive) return (verdict, null);
            if (reading is null) continue;
            await wait.ShowAsync(verdict.Waits, reading.At);
            if (reading.Service.Enabled && disable.IsIdle)
            {
                gathering.ExpectOwnChange();
                await disable.SendAsync(found);
            }
            if (verdict.Death is null) continue;
            if (verdict.Death == DeathEvidence.Silence && await WhyHeldAsync(context, gathering.LastHeartbeat, ct) is { } why)
                return (verdict, TaskOutcome.Hold(why));
            var clearance = await permits.WaitAsync(context.Claim, ct);
            if (clearance.Abort is { } late) return (verdict, TaskOutcome.Abort(late));
            if (clearance.Waited)
            {
                gathering.BeginAnew();
                continue;
            }
            Log(context, verdict, gathering.LastHeartbeat, reading);
            if (reading.Service.Enabled) await disable.GiveTimeAsync(gathering.Interval, ct);
            return (verdict, null);
        }
        return (EvidenceVerdict.Unsure, null);
    }

    private Task<string?> WhyHeldAsync(RecoveryContext context, DateTimeOffset? lastHeartbeat, CancellationToken ct) =>
        brake.WhySilenceIsHeldAsync(context.Notification.Uuid, context.Host, lastHeartbeat, ct);

    private void Log(RecoveryContext context, EvidenceVerdict verdict, DateTimeOffset? heartbeat, HostReading reading)
    {
        var (notification, host) = (context.Notification.Uuid, context.Host.Name);
        if (verdict.Death == DeathEvidence.ConfirmedDown) logger.ConfirmedDown(notification, host, verdict.By, heartbeat);
        else if (verdict.Death == DeathEvidence.ForcedDown) logger.ForcedDown(notification, host, heartbeat);
        else logger.FellSilent(notification, host, heartbeat, (reading.At - (heartbeat ?? reading.At)).TotalSeconds);
    }
}
