using Masakari.Core.Recovery.HostFailure;

namespace Masakari.Tests.Recovery.HostFailure;

public sealed class EvacuationGateTests
{
    [TestCase(0, 3)]
    [TestCase(1, 3)]
    [TestCase(10, 10)]
    [TestCase(49, 49)]
    [TestCase(100, 64)]
    public void Begins_with_one_evacuation_per_destination_within_3_and_64(int usable, int limit)
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
        var gate = Adaptive(usable: 3, perDestination: 2);
        for (var inside = 0; inside < 3; inside++) await gate.EnterAsync(CancellationToken.None);

        var fourth = gate.EnterAsync(CancellationToken.None);
        var before = fourth.IsCompleted;
        gate.Tell(pace => Pass(pace, 1));
        await fourth;

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
