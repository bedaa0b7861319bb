namespace Masakari.Tests.Simulation;

/// <summary>
/// A timer of a process that can be frozen. As with a real timer, a callback that was held back is not run when the timer has been
/// changed or disposed before.
/// </summary>
internal sealed class FreezableTimer : ITimer
{
    private readonly Lock firing = new();
    private readonly ITimer inner;
    private int version;

    public FreezableTimer(TimeProvider clock, Freezer freezer, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        inner = clock.CreateTimer(_ => Fire(freezer, callback, state), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        inner.Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref version);
        return inner.Change(dueTime, period);
    }

    public void Dispose()
    {
        Interlocked.Increment(ref version);
        inner.Dispose();
    }

    /// <summary>Waits for a callback that has begun, as a real timer does.</summary>
    public ValueTask DisposeAsync()
    {
        lock (firing)
            Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire(Freezer freezer, TimerCallback callback, object? state)
    {
        var due = Volatile.Read(ref version);
        freezer.Run(() =>
        {
            lock (firing)
            {
                if (Volatile.Read(ref version) == due) callback(state);
            }
        });
    }
}
