namespace Masakari.Tests.RealCloud;

/// <summary>Waits for an event outside of this process. The tests of this folder use the wall clock.</summary>
internal static class Poll
{
    /// <summary>Asks until <paramref name="good"/> accepts the answer; returns the last answer.</summary>
    /// <exception cref="TimeoutException">No answer was accepted in time; the message shows the last answer.</exception>
    public static async Task<T> UntilAsync<T>(string what, Func<Task<T>> ask, Func<T, bool> good, TimeSpan interval, TimeSpan limit)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (good(answer))
                return answer;
            if (TimeProvider.System.GetElapsedTime(began) > limit)
                throw new TimeoutException($"After {limit.TotalSeconds:0} s still no {what}; last seen: {answer}");
            await Task.Delay(interval, TimeProvider.System, CancellationToken.None);
        }
    }
}
