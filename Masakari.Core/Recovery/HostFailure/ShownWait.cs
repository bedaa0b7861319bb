using System.Globalization;
using Masakari.Core.Recovery.Flow;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>What a recovery waits for, as the message of its notification shows it. The message is written only when it changes.</summary>
internal sealed class ShownWait(RecoveryContext context, NotificationStatusWriter statuses, ILogger logger)
{
    private string? reason;
    private string? shown = context.Notification.Message;   // a former owner may have left its words

    /// <param name="why">Why the recovery waits and what the operator can do; <see langword="null"/> = it does not wait.</param>
    /// <param name="at">When this was seen.</param>
    public async Task ShowAsync(string? why, DateTimeOffset at)
    {
        if (why is not null && why == reason) return;
        reason = why;
        if (why is not null) logger.SilenceWaits(context.Notification.Uuid, context.Host.Name, why);
        var message = why is null ? null : ToMessage(why, at);
        if (message == shown) return;
        await statuses.ShowWaitAsync(context.Claim, message);
        shown = message;
    }

    private string ToMessage(string why, DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture,
        $"Waiting since {at:u}. {why} To end the recovery, run `masakari manage abort {context.Notification.Uuid}`.");
}
