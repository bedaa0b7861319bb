using Masakari.Core.OpenStack;
using Masakari.Core.Recovery.Claims;

namespace Masakari.Core.Recovery.Flow;

/// <summary>
/// Nova or Keystone is away in the middle of an attempt: the attempt waits for them. It is not used up, and the time counts for no limit.
/// </summary>
internal sealed class Outage(ClaimSet claim, ShownWait wait, RetrySchedule schedule, TimeProvider clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan NotedEach = TimeSpan.FromMinutes(1);

    private TimeSpan pause = FirstPause;
    private long? since;

    /// <summary>Does something that needs Nova.</summary>
    /// <returns><see langword="false"/> = Nova or Keystone is away, and a while was waited: try again.</returns>
    public async Task<bool> TryAsync(Func<Task> deed, CancellationToken ct)
    {
        try
        {
            await deed();
            await EndAsync();
            return true;
        }
        catch (OpenStackException e) when (e.IsAway)
        {
            await NoteAsync(e);
        }
        await Task.Delay(pause, clock, ct);
        pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        return false;
    }

    /// <summary>Nova or Keystone did not answer.</summary>
    public async Task NoteAsync(OpenStackException trouble)
    {
        claim.ShowLife();
        if (since is not { } began)
        {
            since = clock.GetTimestamp();
            await wait.ShowAsync(
                WaitReason.Nova, $"Nova or Keystone does not answer as it should: {trouble.Message.TrimEnd('.')}. The recovery continues when it does.");
        }
        else if (clock.GetElapsedTime(began) >= NotedEach)
        {
            since = clock.GetTimestamp();
            await schedule.NoteAwayAsync(claim, clock.GetElapsedTime(began));
        }
    }

    /// <summary>Nova answers.</summary>
    public async Task EndAsync()
    {
        if (since is not { } began) return;
        (since, pause) = (null, FirstPause);
        await schedule.NoteAwayAsync(claim, clock.GetElapsedTime(began));
        await wait.ShowAsync(WaitReason.Nova, null);
    }
}
