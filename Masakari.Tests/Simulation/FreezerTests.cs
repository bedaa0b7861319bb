namespace Masakari.Tests.Simulation;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FreezerTests
{
    private readonly FakeClock truth = new();
    private readonly Freezer freezer = new();
    private int fired;

    [Test]
    public async Task The_timer_of_a_frozen_process_fires_when_the_process_goes_on()
    {
        using var timer = Frozen();
        truth.Advance(TimeSpan.FromSeconds(20));
        var before = fired;

        await ThawAsync();

        Assert.That((before, fired), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_timer_that_was_disposed_meanwhile_does_not_fire()
    {
        var timer = Frozen();
        truth.Advance(TimeSpan.FromSeconds(20));
        await timer.DisposeAsync();

        await ThawAsync();

        Assert.That(fired, Is.Zero);
    }

    [Test]
    public async Task A_timer_that_was_set_anew_meanwhile_fires_once_at_its_new_time()
    {
        using var timer = Frozen();
        truth.Advance(TimeSpan.FromSeconds(20));
        timer.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        await ThawAsync();
        var early = fired;

        truth.Advance(TimeSpan.FromSeconds(10));

        Assert.That((early, fired), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_request_waits_until_the_process_goes_on()
    {
        freezer.Freeze();
        var waiting = freezer.PassAsync();
        var passedEarly = waiting.IsCompleted;

        freezer.Thaw();
        await waiting;

        Assert.That((passedEarly, freezer.PassAsync().IsCompleted), Is.EqualTo((false, true)));
    }

    private ITimer Frozen()
    {
        freezer.Freeze();
        var clock = new FreezableClock(truth, freezer);
        return clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
    }

    private Task ThawAsync()
    {
        freezer.Thaw();
        return truth.RunAsync(TimeSpan.Zero);
    }
}
