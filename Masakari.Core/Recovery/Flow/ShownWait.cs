using System.Globalization;
using Masakari.Core.Recovery.Claims;
using Microsoft.Extensions.Logging;

namespace Masakari.Core.Recovery.Flow;

/// <summary>
/// What a recovery waits for: in the message of its notification, in its workflow details, and each minute in the log. The message is
/// written only when it changes.
/// </summary>
internal sealed class ShownWait(
    ClaimSet claim, string hostName, string? shown, ProgressLog progress, NotificationStatusWriter statuses, TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private readonly SortedDictionary<WaitReason, string> words = [];
    private string? reasons;
    private string? message = shown;   // a former owner may have left its words
    private long loggedAt;

    /// <param name="reason">What it is about. Different reasons are shown side by side.</param>
    /// <param name="why">
    /// Why the recovery waits and what the operator can do, in sentences; <see langword="null"/> = not for this reason.
    /// </param>
    /// <param name="alarms">The wait may never end by itself.</param>
    public async Task ShowAsync(WaitReason reason, string? why, bool alarms = true)
    {
        if (why is null) words.Remove(reason);
        else words[reason] = why;
        var now = words.Count == 0 ? null : string.Join(' ', words.Values);
        if (now is not null && (now != reasons || clock.GetElapsedTime(loggedAt) >= Reminder)) Log(now, alarms);
        if (now == reasons && (now is not null || message is null)) return;
        reasons = now;
        message = await statuses.ShowWaitAsync(claim, now is null ? null : at => ToMessage(now, at));
        if (message is not null) await progress.ReportAsync(0.5, message);
    }

    private void Log(string why, bool alarms)
    {
        loggedAt = clock.GetTimestamp();
        if (alarms) logger.Waits(claim.Notification, hostName, why);
        else logger.LooksOn(claim.Notification, hostName, why);
    }

    private string ToMessage(string why, DateTimeOffset at) => string.Create(
        CultureInfo.InvariantCulture,
        $"Waiting since {at:u}. {why} To end the recovery, run `masakari manage abort {claim.Notification}`.");
}

/// <summary>The things that a recovery may wait for, in the order of their words.</summary>
internal enum WaitReason
{
    /// <summary>Nova or Keystone does not answer.</summary>
    Nova,

    /// <summary>Whether the host is dead is not known.</summary>
    Evidence,

    /// <summary>Nova shows fewer instances than there are.</summary>
    Instances,

    /// <summary>The cloud can take no instance at present.</summary>
    Destinations,

    /// <summary>Whether the guests of a host that is back run.</summary>
    Guests,
}
