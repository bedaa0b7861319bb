namespace Masakari.Tests.Simulation;

/// <summary>A clock by which something happens when a timestamp is read, such as time that passes between two lines of code.</summary>
/// <param name="time">The time.</param>
/// <param name="beforeReading">Called before each timestamp is read.</param>
internal sealed class WatchedClock(FakeClock time, Action beforeReading) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);

    public override long GetTimestamp()
    {
        beforeReading();
        return time.GetTimestamp();
    }
}
