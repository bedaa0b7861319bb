using Masakari.Core.OpenStack;
using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Journals;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure.Guests;

/// <summary>
/// Writes down, beside the first looks at a reported host, which of its instances are active: when the host is back, Nova may show them
/// stopped. Nothing waits for this. What is not written down by the time of the verdict is not missed when the host is dead.
/// </summary>
internal sealed class GuestsSeen(
    BelievedList list, GuestJournal journal, HostJournal hosts, StoppedGuestOptions options, WaitOptions waits, TimeProvider clock,
    ILogger<GuestsSeen> logger)
{
    private const int LooksAwaited = 5;

    /// <summary>Lists the host until it is written down.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="over">The verdict on the host is known.</param>
    public async Task KeepAsync(RecoveryContext context, CancellationToken over)
    {
        if (!options.StartGuestsOfReturnedHost) return;
        try
        {
            if ((await journal.ReadAsync(context.Notification.Uuid, over)).IsComplete) return;
            await AwaitLookAsync(context.Notification.Uuid, over);
            for (var isFirst = true; !await TryAsync(context, isFirst, over); isFirst = false)
                await Task.Delay(waits.VerifyInterval, clock, over);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The verdict is known.
        }
    }

    private async Task<bool> TryAsync(RecoveryContext context, bool logs, CancellationToken over)
    {
        try
        {
            var servers = (await list.ReadAsync(context.Host.Name, over)).Readable;
            var guests = servers.Where(server => server.VmState is "active" or "stopped");
            await journal.KeepAsync(context.Claim, [.. guests.Select(server => (server.Id, server.VmState == "stopped"))], over);
            return true;
        }
        catch (OpenStackException e)
        {
            if (logs) logger.GuestsNotSeen(context.Notification.Uuid, context.Host.Name, e.Message);
            return false;
        }
    }

    /// <summary>
    /// The first look at the host writes its last heartbeat down, which counts for the guests that were stopped. When that look shows already
    /// that the host is dead, nothing is listed.
    /// </summary>
    private async Task AwaitLookAsync(Guid notification, CancellationToken over)
    {
        for (var look = 0; look < LooksAwaited && (await hosts.FindAsync(notification, over))?.Sighting is null; look++)
            await Task.Delay(waits.VerifyInterval, clock, over);
    }
}
