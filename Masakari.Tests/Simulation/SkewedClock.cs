namespace Masakari.Tests.Simulation;

/// <summary>
/// The wall clock of one machine, which may be wrong and may step. Its monotonic time and its timers are those of the clock behind
/// it: no step moves them.
/// </summary>
internal sealed class SkewedClock(FakeClock truth) : TimeProvider
{
    private long skewTicks;

    /// <summary>How far the machine's wall clock is ahead of the true time; negative: behind.</summary>
    public TimeSpan Skew => new(Interlocked.Read(ref skewTicks));

    public override long TimestampFrequency => truth.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => truth.LocalTimeZone;

    /// <summary>The wall clock steps at once; negative: back.</summary>
    public void Step(TimeSpan by) => Interlocked.Add(ref skewTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => truth.GetUtcNow() + Skew;

    public override long GetTimestamp() => truth.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        truth.CreateTimer(callback, state, dueTime, period);
}
