using System.Globalization;
using Masakari.Core.Recovery.Evidence;
using Masakari.Core.Recovery.Flow;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// What a recovery waits for: in the message of its notification, in its workflow details, and each minute in the log. The message is
/// written only when it changes.
/// </summary>
internal sealed class ShownWait(RecoveryContext context, NotificationStatusWriter statuses, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private string? reason;
    private string? shown = context.Notification.Message;   // a former owner may have left its words
    private long loggedAt;

    /// <param name="verdict">Its words say why the recovery waits and what the operator can do.</param>
    /// <param name="at">When this was seen.</param>
    public async Task ShowAsync(EvidenceVerdict verdict, DateTimeOffset at)
    {
        var why = verdict.Words;
        if (why is not null && why == reason)
        {
            if (clock.GetElapsedTime(loggedAt) >= Reminder) Log(verdict, why);
            return;
        }
        reason = why;
        if (why is not null) Log(verdict, why);
        var message = why is null ? null : ToMessage(why, at);
        if (message == shown) return;
        await statuses.ShowWaitAsync(context.Claim, message);
        if (message is not null) await context.Progress.ReportAsync(0.5, message);
        shown = message;
    }

    private void Log(EvidenceVerdict verdict, string why)
    {
        loggedAt = clock.GetTimestamp();
        if (verdict.Waits) logger.SilenceWaits(context.Notification.Uuid, context.Host.Name, why);
        else logger.LooksOn(context.Notification.Uuid, context.Host.Name, why);
    }

    private string ToMessage(string why, DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture,
        $"Waiting since {at:u}. {why} To end the recovery, run `masakari manage abort {context.Notification.Uuid}`.");
}
