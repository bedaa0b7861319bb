using Masakari.Core.Recovery.HostFailure;

namespace Masakari.Tests.Recovery.HostFailure;

public sealed class EvacuationGateTests
{
    [TestCase(0, 3)]
    [TestCase(1, 3)]
    [TestCase(2, 4)]
    [TestCase(10, 20)]
    [TestCase(31, 62)]
    [TestCase(100, 64)]
    public void Begins_with_two_evacuations_per_destination_within_3_and_64(int usable, int limit)
    {
        var gate = Adaptive(usable, perDestination: 8);

        Assert.That(gate.Limit, Is.EqualTo(limit));
    }

    [TestCase(1, 2, 500, 2)]
    [TestCase(50, 8, 20, 20)]
    public void Does_not_begin_above_the_highest_limit(int usable, int perDestination, int most, int limit)
    {
        var gate = EvacuationGate.Adaptive(usable, perDestination, most, TimeSpan.Zero);

        Assert.That(gate.Limit, Is.EqualTo(limit));
    }

    [Test]
    public void Grows_to_the_share_of_each_destination()
    {
        var gate = Adaptive(usable: 4, perDestination: 4);

        gate.Tell(pace => Pass(pace, 100));

        Assert.That(gate.Limit, Is.EqualTo(16));
    }

    [Test]
    public void Keeps_the_operators_number_whatever_happens()
    {
        var gate = EvacuationGate.Fixed(3);

        gate.Tell(pace => Pass(pace, 3));
        gate.Tell(pace => pace.Halve(TimeSpan.Zero));

        Assert.That(gate.Limit, Is.EqualTo(3));
    }

    [Test]
    public async Task Lets_the_next_in_when_one_leaves()
    {
        var gate = EvacuationGate.Fixed(1);
        await gate.EnterAsync(CancellationToken.None);

        var second = gate.EnterAsync(CancellationToken.None);
        var before = second.IsCompleted;
        gate.Leave();
        await second;

        Assert.That(before, Is.False);
    }

    [Test]
    public async Task Lets_the_next_in_when_the_limit_grows()
    {
        var gate = Adaptive(usable: 3, perDestination: 4);
        for (var inside = 0; inside < 6; inside++) await gate.EnterAsync(CancellationToken.None);

        var next = gate.EnterAsync(CancellationToken.None);
        var before = next.IsCompleted;
        gate.Tell(pace => Pass(pace, 1));
        await next;

        Assert.That(before, Is.False);
    }

    [Test]
    public async Task Forgets_one_that_gave_up_waiting()
    {
        var gate = EvacuationGate.Fixed(1);
        using var impatience = new CancellationTokenSource();
        await gate.EnterAsync(CancellationToken.None);
        var gaveUp = gate.EnterAsync(impatience.Token);

        await impatience.CancelAsync();
        gate.Leave();
        await gate.EnterAsync(CancellationToken.None);

        Assert.That(async () => await gaveUp, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Admits_nobody_while_its_share_is_asked_for_and_then_no_more_than_the_share()
    {
        var gate = Adaptive(usable: 4, perDestination: 2);
        await gate.EnterAsync(CancellationToken.None);

        var asked = gate.Halt();
        var second = gate.EnterAsync(CancellationToken.None);
        var third = gate.EnterAsync(CancellationToken.None);
        var during = second.IsCompleted;
        gate.Share(2);
        await second;

        Assert.That((asked, during, third.IsCompleted), Is.EqualTo(((1, 8), false, false)));
    }

    [Test]
    public async Task Wants_no_more_than_the_moves_that_are_not_over()
    {
        var gate = EvacuationGate.Adaptive(usableDestinations: 4, perDestination: 2, most: 500, TimeSpan.FromSeconds(2), moves: 3);
        await gate.EnterAsync(CancellationToken.None);

        gate.Leave();

        Assert.That(gate.Halt(), Is.EqualTo((0, 2)));
    }

    [Test]
    public void Says_when_its_pace_grows_beyond_what_was_asked_for()
    {
        var gate = Adaptive(usable: 4, perDestination: 4);
        gate.Halt();
        gate.Share(1);
        var before = gate.WantsMoreAsync().IsCompleted;

        gate.Tell(pace => Pass(pace, 1));

        Assert.That((before, gate.WantsMoreAsync().IsCompleted, gate.Limit), Is.EqualTo((false, true, 1)));
    }

    [Test]
    public void Fails_those_who_wait_when_its_share_can_never_be_known()
    {
        var gate = Adaptive(usable: 4, perDestination: 2);
        gate.Halt();
        var waiting = gate.EnterAsync(CancellationToken.None);

        gate.Fail(new InvalidOperationException("a bug"));

        Assert.That(async () => await waiting, Throws.InvalidOperationException);
        Assert.That(async () => await gate.EnterAsync(CancellationToken.None), Throws.InvalidOperationException);
    }

    private static EvacuationGate Adaptive(int usable, int perDestination) =>
        EvacuationGate.Adaptive(usable, perDestination, most: 500, TimeSpan.FromSeconds(2));

    private static void Pass(EvacuationPace pace, int times)
    {
        for (var i = 0; i < times; i++)
        {
            pace.Accept();
            pace.Begin(TimeSpan.FromSeconds(1));
            pace.End(hasBegun: true, TimeSpan.FromSeconds(5));
        }
    }
}
