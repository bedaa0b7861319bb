namespace Masakari.Tests.Simulation;

/// <summary>
/// A clock that stands still until the test runs it, and then jumps from timer to timer. It jumps only while the
/// process is idle, so that simulated minutes cost milliseconds and no time passes while code works.
/// The code under test may wait for this clock, for in-process HTTP and for SQLite, but for no real I/O and no real timer.
/// </summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly SortedSet<FakeTimer> armed = new(FakeTimer.ByDueTime);
    private DateTimeOffset now;
    private long lastSequence;

    public FakeClock()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public FakeClock(DateTimeOffset start)
    {
        now = start;
        PoolQuiet.Learn();
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Advances the time at once; due timers fire on the calling thread, in order, and nothing is awaited.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } timer)
            timer.Fire();
        lock (gate)
            now = end;
    }

    /// <summary>Lets this much time pass; after each timer it waits until the process is idle.</summary>
    public async Task RunAsync(TimeSpan span)
    {
        using var end = CreateTimer(_ => { }, null, span, Timeout.InfiniteTimeSpan);
        var until = GetUtcNow() + span;
        await RunUntilAsync(() => GetUtcNow() >= until, span);
    }

    /// <inheritdoc cref="RunUntilAsync(Func{Task{bool}}, TimeSpan)"/>
    public Task RunUntilAsync(Func<bool> done, TimeSpan atMost) => RunUntilAsync(() => Task.FromResult(done()), atMost);

    /// <summary>Jumps from timer to timer until <paramref name="done"/>, which is evaluated whenever the process is idle.</summary>
    /// <exception cref="TimeoutException">Not done after <paramref name="atMost"/> of simulated time.</exception>
    /// <exception cref="InvalidOperationException">Not done, and no code waits for this clock any more; or the process never became
    /// idle.</exception>
    public Task RunUntilAsync(Func<Task<bool>> done, TimeSpan atMost) => new ClockPump(this, done, GetUtcNow() + atMost).RunAsync();

    /// <summary>Takes the next timer that is due by <paramref name="end"/> and sets the time to it; null = there is none.</summary>
    internal FakeTimer? TakeDue(DateTimeOffset end)
    {
        lock (gate)
        {
            if (armed.Min is not { } next || next.Due > end) return null;
            armed.Remove(next);
            now = next.Due > now ? next.Due : now;
            if (next.Period > TimeSpan.Zero) Arm(next, next.Period);
            return next;
        }
    }

    /// <summary>Fires the timer, and then all other timers that are due at the same instant, one after the other.</summary>
    internal void FireInstant(FakeTimer first)
    {
        var instant = GetUtcNow();
        for (var timer = first; timer is not null; timer = TakeDue(instant))
            timer.Fire();
    }

    internal DateTimeOffset? NextDue()
    {
        lock (gate)
            return armed.Min?.Due;
    }

    internal void Rearm(FakeTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            armed.Remove(timer);
            timer.Period = period;
            if (dueTime >= TimeSpan.Zero) Arm(timer, dueTime);
        }
    }

    private void Arm(FakeTimer timer, TimeSpan dueTime)
    {
        timer.Due = now + dueTime;
        timer.Sequence = ++lastSequence;
        armed.Add(timer);
    }
}
