using Masakari.Core.Recovery.HostFailure;

namespace Masakari.Tests.Recovery.HostFailure;

public sealed class EvacuationPaceTests
{
    private EvacuationPace pace = null!;

    [SetUp]
    public void Begin_anew() => pace = new(start: 64, most: 400, pollGap: TimeSpan.FromSeconds(2));

    [Test]
    public void Sends_twice_as_many_when_all_have_begun_and_needs_no_landing()
    {
        Accept(64);
        Begin(64, seconds: 1);
        var second = pace.Limit;
        Accept(second - 64);
        Begin(second - 64, seconds: 1);

        Assert.That((second, pace.Limit), Is.EqualTo((64 + 128, 64 + 128 + 208)), "64, 128, and what is left up to 400");
    }

    [Test]
    public void Stops_at_the_highest_limit()
    {
        Accept(1000);
        Begin(1000, seconds: 1);

        Assert.That(pace.Limit, Is.EqualTo(400));
    }

    [Test]
    public void Does_not_grow_while_more_than_a_quarter_has_not_begun()
    {
        Accept(64);
        Begin(47, seconds: 1);
        var before = pace.Limit;
        Begin(1, seconds: 1);

        Assert.That((before, pace.Limit), Is.EqualTo((64, 64 + 96)));
    }

    [Test]
    public void Does_not_grow_while_nova_takes_longer_to_begin_than_at_first()
    {
        Accept(20);
        Begin(20, seconds: 1);
        var before = pace.Limit;
        for (var slow = 0; slow < 40; slow++)
        {
            Accept(1);
            Begin(1, seconds: 10);
        }

        Assert.That(pace.Limit, Is.LessThanOrEqualTo(before + 20), "the median turns after half of the last 20");
    }

    [Test]
    public void Differences_of_a_poll_do_not_stop_the_growth()
    {
        Accept(20);
        Begin(20, seconds: 0.1);
        var before = pace.Limit;
        Accept(40);
        Begin(40, seconds: 2);

        Assert.That(pace.Limit, Is.EqualTo(before + 80));
    }

    [Test]
    public void Five_troubles_in_a_round_halve_once()
    {
        for (var trouble = 0; trouble < 5; trouble++) pace.Halve(TimeSpan.FromSeconds(trouble));

        Assert.That(pace.Limit, Is.EqualTo(32));
    }

    [Test]
    public void The_next_round_halves_again()
    {
        Accept(1);
        Begin(1, seconds: 1);
        pace.End(hasBegun: true, TimeSpan.FromSeconds(5));
        pace.Halve(TimeSpan.FromSeconds(10));
        pace.Halve(TimeSpan.FromSeconds(14));
        var sameRound = pace.Limit;
        pace.Halve(TimeSpan.FromSeconds(15));

        Assert.That((sameRound, pace.Limit), Is.EqualTo((33, 16)));
    }

    [Test]
    public void Never_closes()
    {
        for (var round = 0; round < 20; round++) pace.Halve(TimeSpan.FromMinutes(round));

        Assert.That(pace.Limit, Is.EqualTo(1));
    }

    [Test]
    public void An_evacuation_that_ends_without_having_begun_holds_up_no_growth()
    {
        Accept(4);
        for (var failed = 0; failed < 3; failed++) pace.End(hasBegun: false, TimeSpan.FromSeconds(1));
        Begin(1, seconds: 1);

        Assert.That(pace.Limit, Is.EqualTo(66));
    }

    private void Accept(int times)
    {
        for (var i = 0; i < times; i++) pace.Accept();
    }

    private void Begin(int times, double seconds)
    {
        for (var i = 0; i < times; i++) pace.Begin(TimeSpan.FromSeconds(seconds));
    }
}
