using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.HostFailure.Guests;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Permits;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>The reported host is alive, and nothing was sent: what we changed on the host is undone.</summary>
internal sealed class FalseAlarm(
    INova nova, ComputeServiceSwitch service, HostJournal journal, RecoveryPermits permits, HostFailureOptions options,
    ILogger<FalseAlarm> logger)
{
    /// <summary>Ends the maintenance, and enables the service if it still shows our disable.</summary>
    /// <returns>How the recovery ends instead, by the operator's order; <see langword="null"/> = it is undone.</returns>
    public async Task<TaskOutcome?> UndoAsync(RecoveryContext context, CancellationToken ct)
    {
        var host = context.Host.Name;
        if (await journal.FindAsync(context.Notification.Uuid, ct) is not { } entry) return null;
        var shown = (await nova.FindServiceAsync(host, ct)).Value;
        if (entry.ServiceDisabledByUs && shown is { Enabled: false } && options.IsOurs(shown.DisabledReason)
            && await service.EnableAsync(context.Claim, shown, ct) == ChangeEnd.Aborted)
            return TaskOutcome.Abort((await permits.AbortOfAsync(context.Claim, ct))!);
        await journal.CloseAsync(context.Claim, context.Host, entry);
        return null;
    }

    /// <summary>The end of the recovery.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="guests">What became of the guests of the host.</param>
    public TaskOutcome Conclude(RecoveryContext context, GuestsEnd guests)
    {
        var host = context.Host.Name;
        var words = guests.ToWords(host);
        logger.FalseAlarm(context.Notification.Uuid, host, words);
        return TaskOutcome.FalseAlarm($"False alarm: nova-compute on host {host} still sends heartbeats to Nova. No instance was moved.{words}");
    }
}
