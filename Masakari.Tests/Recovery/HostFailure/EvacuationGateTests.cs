using Masakari.Core.Recovery.HostFailure;

namespace Masakari.Tests.Recovery.HostFailure;

public sealed class EvacuationGateTests
{
    [TestCase(0, 3)]
    [TestCase(1, 3)]
    [TestCase(10, 10)]
    [TestCase(49, 32)]
    public void Begins_with_one_evacuation_per_destination_within_3_and_32(int usable, int limit)
    {
        var gate = EvacuationGate.Adaptive(usable, perDestination: 4, most: 200);

        Assert.That(gate.Limit, Is.EqualTo(limit));
    }

    [Test]
    public async Task Doubles_after_a_clean_round_up_to_the_share_of_each_destination()
    {
        var gate = EvacuationGate.Adaptive(usableDestinations: 4, perDestination: 4, most: 200);

        var limits = new List<int> { gate.Limit };
        for (var round = 0; round < 4; round++)
        {
            await PassAsync(gate, gate.Limit, clean: true);
            limits.Add(gate.Limit);
        }

        Assert.That(limits, Is.EqualTo(new[] { 4, 8, 16, 16, 16 }));
    }

    [Test]
    public async Task Halves_on_trouble_and_never_closes()
    {
        var gate = EvacuationGate.Adaptive(usableDestinations: 8, perDestination: 4, most: 200);

        await PassAsync(gate, 5, clean: false);

        Assert.That(gate.Limit, Is.EqualTo(1));
    }

    [Test]
    public async Task Keeps_the_operators_number_whatever_happens()
    {
        var gate = EvacuationGate.Fixed(3);

        await PassAsync(gate, 3, clean: true);
        await PassAsync(gate, 1, clean: false);

        Assert.That(gate.Limit, Is.EqualTo(3));
    }

    [Test]
    public async Task Lets_the_next_in_when_one_leaves()
    {
        var gate = EvacuationGate.Fixed(1);
        await gate.EnterAsync(CancellationToken.None);

        var second = gate.EnterAsync(CancellationToken.None);
        var before = second.IsCompleted;
        gate.Leave(clean: true);
        await second;

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
        gate.Leave(clean: true);
        await gate.EnterAsync(CancellationToken.None);

        Assert.That(async () => await gaveUp, Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task PassAsync(EvacuationGate gate, int times, bool clean)
    {
        for (var i = 0; i < times; i++)
        {
            await gate.EnterAsync(CancellationToken.None);
            gate.Leave(clean);
        }
    }
}
