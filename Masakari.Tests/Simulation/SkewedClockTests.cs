namespace Masakari.Tests.Simulation;

public sealed class SkewedClockTests
{
    private readonly FakeClock truth = new();

    [Test]
    public void A_step_moves_the_wall_time_of_one_machine_alone()
    {
        var (fast, other) = (new SkewedClock(truth), new SkewedClock(truth));

        fast.Step(TimeSpan.FromDays(1));
        fast.Step(TimeSpan.FromHours(-1));

        Assert.That(fast.GetUtcNow() - truth.GetUtcNow(), Is.EqualTo(TimeSpan.FromHours(23)));
        Assert.That(other.GetUtcNow(), Is.EqualTo(truth.GetUtcNow()));
    }

    [Test]
    public void A_step_moves_neither_the_monotonic_time_nor_a_timer()
    {
        var clock = new SkewedClock(truth);
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        var began = clock.GetTimestamp();

        clock.Step(TimeSpan.FromDays(1));
        truth.Advance(TimeSpan.FromSeconds(9));
        var early = fired;
        truth.Advance(TimeSpan.FromSeconds(1));

        Assert.That((early, fired), Is.EqualTo((0, 1)));
        Assert.That(clock.GetElapsedTime(began), Is.EqualTo(TimeSpan.FromSeconds(10)));
    }
}
