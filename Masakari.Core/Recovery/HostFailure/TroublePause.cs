using Masakari.Core.Recovery.Flow;
using Masakari.Core.Recovery.Permits;

namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// The pause before moves are made again that a trouble of the cloud kept: it doubles each time, up to a minute. The host is looked at
/// meanwhile, and the message of the notification says what is waited for.
/// </summary>
internal sealed class TroublePause(RecoveryPermits permits, RetrySchedule schedule, RetryOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>Waits.</summary>
    /// <param name="context">The recovery.</param>
    /// <param name="vigil">Looks at the host.</param>
    /// <param name="trouble">What is waited for.</param>
    /// <param name="number">The number of the pause, from 0.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Why the moves are not to be made again; <see langword="null"/> = they are.</returns>
    public async Task<WatchEnd?> WaitAsync(
        RecoveryContext context, HostWatch.Vigil vigil, CloudTrouble trouble, int number, CancellationToken ct)
    {
        await context.Wait.ShowAsync(WaitReason.Destinations, trouble.Words);
        if (await schedule.IsOverAsync(context.Notification.Uuid, ct)) return WatchEnd.Of(TaskOutcome.GiveUp(GivenUp(trouble)));
        await vigil.LookOnUntilAsync(PassAsync(context, LengthOf(number), ct), ct);
        return await permits.AbortOfAsync(context.Claim, ct) is { } order
            ? WatchEnd.Of(TaskOutcome.Abort(order))
            : await vigil.WhyNotSendAsync(ct);
    }

    /// <summary>Ends early when the operator aborts the notification.</summary>
    private async Task PassAsync(RecoveryContext context, TimeSpan length, CancellationToken ct)
    {
        for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < length;)
        {
            if (await permits.AbortOfAsync(context.Claim, ct) is not null) return;
            await Task.Delay(Step, clock, ct);
        }
    }

    private TimeSpan LengthOf(int number) =>
        TimeSpan.FromSeconds(Math.Min(options.First.TotalSeconds * Math.Pow(2, number), Longest.TotalSeconds));

    private string GivenUp(CloudTrouble trouble) =>
        $"{trouble.Words} The recovery is given up after {options.GiveUp.TotalSeconds:0} s ([recovery] give_up_seconds).";
}
