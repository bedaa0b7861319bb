using Masakari.Core.Recovery.HostFailure;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.VMoves;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>Which failures of a round are the cloud's, and which moves are made again in the same attempt.</summary>
public sealed class CloudTroubleTests
{
    private static readonly MoveStep.End Unbuilt = MoveStep.End.Failed("broken") with { Trouble = MoveTrouble.BuildFailed };

    [Test]
    public void No_destination_keeps_all_moves()
    {
        var trouble = CloudTrouble.Find("c1", RoundEnd.NoDestination)!;

        Assert.That((trouble.Kept(Guid.NewGuid()), trouble.Words), Is.EqualTo((true,
            "No other nova-compute is enabled and up: there is no destination for the instances of host c1. Enable or repair a compute host.")));
    }

    [TestCase(nameof(MoveTrouble.NovaAway), ExpectedResult = true)]
    [TestCase(nameof(MoveTrouble.NoValidHost), ExpectedResult = true)]
    [TestCase(nameof(MoveTrouble.BuildFailed), ExpectedResult = false)]
    [TestCase(nameof(MoveTrouble.Own), ExpectedResult = false)]
    public bool One_instance_is_enough_when_nova_or_the_room_is_missing(string trouble) =>
        Find(MoveStep.End.Failed("why") with { Trouble = Enum.Parse<MoveTrouble>(trouble) }, MoveStep.End.Landed("c2")) is not null;

    [TestCase("c2 c3 c2", false, ExpectedResult = true)]
    [TestCase("c2 c3 c2", true, ExpectedResult = false)]    // the others land
    [TestCase("c2 c2 c2", false, ExpectedResult = false)]   // one broken destination
    [TestCase("c2 c3", false, ExpectedResult = false)]      // two broken instances
    public bool Builds_must_fail_for_three_instances_on_two_hosts_and_none_land(string destinations, bool oneLands)
    {
        var ends = destinations.Split(' ').Select(host => Unbuilt with { FailedOn = host }).ToList();
        if (oneLands) ends.Add(MoveStep.End.Landed("c4"));

        return Find([.. ends]) is not null;
    }

    [Test]
    public void What_is_given_up_is_no_trouble_of_the_cloud() =>
        Assert.That(Find(MoveStep.End.Failed("no") with { Trouble = MoveTrouble.NoValidHost, GivenUp = true }), Is.Null);

    [Test]
    public void Without_trouble_nothing_is_made_again()
    {
        var round = Round(MoveStep.End.Failed("own"));

        Assert.That(new RoundTries(retries: 5).Again(VMoves(round), round, trouble: null), Is.Empty);
    }

    /// <summary>The instance that failed for a reason of its own does not wait for the end of the trouble, and not for ever.</summary>
    [Test]
    public void An_instance_of_its_own_trouble_is_tried_beside_the_others_as_often_as_in_attempts()
    {
        var round = Round(MoveStep.End.Failed("full") with { Trouble = MoveTrouble.NoValidHost }, MoveStep.End.Failed("own"), MoveStep.End.Gone);
        var (full, own) = (round.Ends[0].Move.VMove, round.Ends[1].Move.VMove);
        var tries = new RoundTries(retries: 2);

        var rounds = Enumerable.Range(0, 3).Select(_ => tries.Again(VMoves(round), round, CloudTrouble.Find("c1", round))).ToList();

        Assert.That(rounds, Is.EqualTo(new[] { new HashSet<Guid> { full, own }, [full, own], [full] }));
    }

    private static IEnumerable<Guid> VMoves(RoundEnd round) => round.Ends.Select(one => one.Move.VMove);

    private static CloudTrouble? Find(params MoveStep.End[] ends) => CloudTrouble.Find("c1", Round(ends));

    private static RoundEnd Round(params MoveStep.End[] ends) => RoundEnd.AllBegun with
    {
        Ends = [.. ends.Select(end => new MoveEnded(Move(), end))],
    };

    private static MoveJournalEntry Move() => new()
    {
        VMove = Guid.NewGuid(), Instance = Guid.NewGuid(), InstanceName = "vm", Status = VMoveStatus.Ongoing, VmState = "active",
    };
}
