namespace Masakari.Tests.Simulation;

/// <summary>
/// One run of a <see cref="FakeClock"/>, on its own thread so that it does not count as a busy pool thread. It awaits only what is over, and so
/// stays on the thread.
/// </summary>
internal sealed class ClockPump(FakeClock clock, Func<Task<bool>> done, DateTimeOffset end)
{
    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task RunAsync()
    {
        new Thread(() => _ = PumpAsync()) { IsBackground = true, Name = nameof(ClockPump) }.Start();
        return finished.Task;
    }

    private async Task PumpAsync()
    {
        try
        {
            PoolQuiet.Learn();
            PoolQuiet.Await();
            for (var asked = clock.GetUtcNow(); !await IsDoneAsync(); asked = clock.GetUtcNow())
            {
                if (clock.GetUtcNow() == asked) Jump();   // else the condition itself took simulated time: evaluate it again first
            }

            finished.SetResult();
        }
        catch (Exception e)   // any exception ends the run and goes to the test that awaits it
        {
            finished.SetException(e);
        }
    }

    private async Task<bool> IsDoneAsync()
    {
        var answer = done();
        PoolQuiet.Await();
        while (!answer.IsCompleted)   // the condition itself waits on the clock
            Jump();
        return await answer;
    }

    private void Jump()
    {
        if (clock.TakeDue(end) is not { } timer)
            throw clock.NextDue() is { } next
                ? new TimeoutException($"Not done by {end:HH:mm:ss.fff} of the simulated clock; the next timer is due at {next:HH:mm:ss.fff}.")
                : new InvalidOperationException($"Not done at {clock.GetUtcNow():HH:mm:ss.fff}, and nothing waits on the simulated clock.");
        ThreadPool.UnsafeQueueUserWorkItem(static run => run.Clock.FireInstant(run.First), (Clock: clock, First: timer), preferLocal: false);
        PoolQuiet.Await();
    }
}
