namespace Masakari.Tests.RealCloud;

/// <summary>Waits for something that happens outside of this process. The tests of this room look at the wall clock.</summary>
internal static class Poll
{
    /// <summary>Asks until <paramref name="good"/> is content; the last answer.</summary>
    /// <exception cref="TimeoutException">It never was; the message shows the last answer.</exception>
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
