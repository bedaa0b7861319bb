namespace Masakari.Tests.Simulation;

/// <summary>A timer of the <see cref="FakeClock"/>. Only the clock changes the due time, under its own lock.</summary>
internal sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
{
    public static readonly IComparer<FakeTimer> ByDueTime =
        Comparer<FakeTimer>.Create((a, b) => (a.Due, a.Sequence).CompareTo((b.Due, b.Sequence)));

    private readonly ExecutionContext? context = ExecutionContext.Capture();
    private volatile bool disposed;

    public DateTimeOffset Due { get; set; }

    public long Sequence { get; set; }

    public TimeSpan Period { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (disposed) return false;
        clock.Rearm(this, dueTime, period);
        return true;
    }

    public void Fire()
    {
        if (disposed) return;
        if (context is null) callback(state);
        else ExecutionContext.Run(context, s => callback(s), state);
    }

    public void Dispose()
    {
        disposed = true;
        clock.Rearm(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
