namespace Masakari.Tests.Simulation;

/// <summary>The clock of a process that can be frozen: its timers fire only while it runs.</summary>
internal sealed class FreezableClock(TimeProvider clock, Freezer freezer) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FreezableTimer(clock, freezer, callback, state, dueTime, period);
}
