namespace Masakari.Tests.Simulation;

[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FakeClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeClock clock = new();

    [Test]
    public async Task Never_jumps_while_anyone_works()
    {
        for (var round = 0; round < 200; round++)
        {
            var workers = Enumerable.Range(1, 10).Select(seed => Task.Run(() => WorkAsync(seed))).ToArray();

            await clock.RunUntilAsync(() => workers.All(w => w.IsCompleted), TimeSpan.FromMinutes(10));

            Assert.That(await Task.WhenAll(workers), Is.All.Zero, $"round {round}: steps that saw a wrong time");
        }
    }

    [Test]
    public async Task Fires_a_periodic_timer_each_period()
    {
        var seen = new List<double>();
        var began = clock.GetUtcNow();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10), clock);
        var ticking = Task.Run(async () =>
        {
            while (seen.Count < 3 && await timer.WaitForNextTickAsync())
                seen.Add((clock.GetUtcNow() - began).TotalSeconds);
        });

        await clock.RunUntilAsync(() => ticking.IsCompleted, TimeSpan.FromMinutes(1));

        Assert.That(seen, Is.EqualTo((double[])[10, 20, 30]));
    }

    [Test]
    public async Task Cancels_a_source_after_its_delay()
    {
        var began = clock.GetUtcNow();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90), clock);

        await clock.RunUntilAsync(() => limit.IsCancellationRequested, TimeSpan.FromMinutes(5));

        Assert.That(clock.GetUtcNow() - began, Is.EqualTo(TimeSpan.FromSeconds(90)));
    }

    [Test]
    public async Task Awaits_a_question_that_needs_time_itself()
    {
        var began = clock.GetUtcNow();

        await clock.RunUntilAsync(async () =>
        {
            await Task.Delay(Second, clock);
            return clock.GetUtcNow() - began >= TimeSpan.FromSeconds(3);
        }, TimeSpan.FromMinutes(1));

        Assert.That(clock.GetUtcNow() - began, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }

    [Test]
    public void Says_so_when_the_limit_passes_first()
    {
        var waiting = Task.Delay(TimeSpan.FromHours(1), clock);

        Assert.That(() => clock.RunUntilAsync(() => waiting.IsCompleted, TimeSpan.FromMinutes(1)), Throws.TypeOf<TimeoutException>());
    }

    [Test]
    public void Says_so_when_nothing_waits_on_it() =>
        Assert.That(() => clock.RunUntilAsync(() => false, TimeSpan.FromMinutes(1)), Throws.InvalidOperationException);

    [Test]
    public async Task Passes_the_span_asked_for()
    {
        var began = clock.GetUtcNow();
        var waiting = Task.Delay(TimeSpan.FromSeconds(45), clock);

        await clock.RunAsync(TimeSpan.FromSeconds(60));

        Assert.That((clock.GetUtcNow() - began, waiting.IsCompleted), Is.EqualTo((TimeSpan.FromSeconds(60), true)));
    }

    [Test]
    public void Advance_fires_due_timers_in_their_order()
    {
        var fired = new List<string>();
        using var late = clock.CreateTimer(_ => fired.Add("late"), null, 2 * Second, Timeout.InfiniteTimeSpan);
        using var early = clock.CreateTimer(_ => fired.Add("early"), null, Second, 2 * Second);
        using var never = clock.CreateTimer(_ => fired.Add("never"), null, 9 * Second, Timeout.InfiniteTimeSpan);

        clock.Advance(3 * Second);

        Assert.That(fired, Is.EqualTo((string[])["early", "late", "early"]));
    }

    [Test]
    public void A_disposed_timer_stays_silent()
    {
        var fired = false;
        var timer = clock.CreateTimer(_ => fired = true, null, Second, Timeout.InfiniteTimeSpan);

        timer.Dispose();
        clock.Advance(2 * Second);

        Assert.That(fired, Is.False);
    }

    /// <summary>Waits and works by turns; a clock that jumps too early shows a later time than the waited one.</summary>
    private async Task<int> WorkAsync(int seed)
    {
        var random = new Random(seed);
        var wrong = 0;
        for (var step = 0; step < 5; step++)
        {
            var before = clock.GetUtcNow();
            var wait = TimeSpan.FromMilliseconds(random.Next(1, 2000));
            await Task.Delay(wait, clock);
            if (clock.GetUtcNow() != before + wait) wrong++;
            await BurnAsync(random.Next(200, 2000));
            if (clock.GetUtcNow() != before + wait) wrong++;
        }

        return wrong;
    }

    private static async Task BurnAsync(int iterations)
    {
        Thread.SpinWait(iterations);
        await Task.Yield();
        await Task.WhenAll(Task.Run(() => Thread.SpinWait(iterations)), Task.Run(() => Thread.SpinWait(iterations)));
        await Task.Yield();
    }
}
