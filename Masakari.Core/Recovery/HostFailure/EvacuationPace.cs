namespace Masakari.Core.Recovery.HostFailure;

/// <summary>
/// Decides how many evacuations of a recovery may be under way when the operator set no number. Each evacuation that Nova has begun raises
/// the limit by two, so that twice as many as before can be sent with each poll. Two signs that Nova falls behind stop the growth: more than a quarter of
/// the accepted evacuations have not begun, or Nova takes longer than at first to begin one. Trouble halves the limit, at most once in a
/// round, which is the median time of the last 20 evacuations. Waits for nothing and reads no clock.
/// </summary>
/// <param name="start">The limit at first.</param>
/// <param name="most">The highest limit.</param>
/// <param name="pollGap">By so much two evacuations that begin equally fast may differ, because polls show them late.</param>
internal sealed class EvacuationPace(int start, int most, TimeSpan pollGap)
{
    private const int Remembered = 20;

    /// <summary>One for the evacuation that has begun, which needs Nova's schedulers no more, and one for more of them at a time.</summary>
    private const int RaisedByEach = 2;

    /// <summary>How long a round lasts while no evacuation has ended.</summary>
    private static readonly TimeSpan UnknownRound = TimeSpan.FromSeconds(30);

    private readonly Queue<TimeSpan> delays = [];
    private readonly Queue<TimeSpan> durations = [];
    private TimeSpan? delayAtFirst;
    private TimeSpan? halvedAt;
    private int accepted;
    private int notBegun;
    private int begunSinceGrowth;

    /// <summary>How many evacuations may be under way.</summary>
    public int Limit { get; private set; } = start;

    /// <summary>Nova has accepted an evacuation.</summary>
    public void Accept()
    {
        accepted++;
        notBegun++;
    }

    /// <summary>Nova shows that the destination has begun with an evacuation, or that it is done.</summary>
    /// <param name="delay">The time since it was accepted.</param>
    public void Begin(TimeSpan delay)
    {
        notBegun--;
        begunSinceGrowth++;
        if (Remember(delays, delay)) delayAtFirst ??= Median(delays);
        if (notBegun * 4 > accepted) return;   // what began meanwhile counts when Nova has caught up
        if (!BeginsLater) Limit = Math.Max(Limit, Math.Min(Limit + (begunSinceGrowth * RaisedByEach), most));
        begunSinceGrowth = 0;
    }

    /// <summary>An accepted evacuation is over, well or not.</summary>
    /// <param name="hasBegun">Whether <see cref="Begin"/> was called for it.</param>
    /// <param name="duration">The time since it was accepted.</param>
    public void End(bool hasBegun, TimeSpan duration)
    {
        accepted--;
        if (!hasBegun) notBegun--;
        Remember(durations, duration);
    }

    /// <summary>Nova was too busy, failed or did not answer, or a build failed.</summary>
    /// <param name="now">The time since any fixed moment.</param>
    public void Halve(TimeSpan now)
    {
        var round = durations.Count == 0 ? UnknownRound : Median(durations);
        if (now - halvedAt < round) return;
        halvedAt = now;
        Limit = Math.Max(1, Limit / 2);
        begunSinceGrowth = 0;
    }

    private bool BeginsLater => delayAtFirst is { } first && Median(delays) > first + Max(first, pollGap);

    /// <returns>Whether as many as are remembered have been seen.</returns>
    private static bool Remember(Queue<TimeSpan> last, TimeSpan newest)
    {
        last.Enqueue(newest);
        if (last.Count > Remembered) last.Dequeue();
        return last.Count == Remembered;
    }

    private static TimeSpan Median(Queue<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
