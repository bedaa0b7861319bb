using Masakari.Core.Recovery.HostFailure;

namespace Masakari.Tests.Recovery.HostFailure;

/// <summary>How many evacuations a recovery may have under way beside those of others.</summary>
public sealed class EvacuationShareTests
{
    [TestCase(8, 5, ExpectedResult = 5)]
    [TestCase(8, 20, ExpectedResult = 8)]
    public int A_recovery_alone_gets_what_it_wants_within_the_total(int total, int wanted) => EvacuationShare.Limit(total, wanted, []);

    [TestCase(3, 3, ExpectedResult = 0)]
    [TestCase(3, 2, ExpectedResult = 1)]
    [TestCase(3, 0, ExpectedResult = 2, Description = "the other wants its part, too")]
    public int A_second_one_gets_what_the_first_leaves(int total, int reserved) =>
        EvacuationShare.Limit(total, wanted: 3, [new(reserved, Wanted: 3)]);

    [Test]
    public void Who_has_more_than_its_part_gives_way()
    {
        Assert.That(EvacuationShare.Limit(total: 12, wanted: 12, [new(0, Wanted: 12), new(0, Wanted: 12)]), Is.EqualTo(4));
    }

    [Test]
    public void What_one_does_not_want_is_free_for_the_others()
    {
        Assert.That(EvacuationShare.Limit(total: 12, wanted: 12, [new(1, Wanted: 1), new(0, Wanted: 0)]), Is.EqualTo(11));
    }

    [Test]
    public void With_fewer_places_than_recoveries_those_that_have_one_keep_it()
    {
        Assert.That(EvacuationShare.Limit(total: 1, wanted: 5, [new(0, Wanted: 5)]), Is.EqualTo(1));
        Assert.That(EvacuationShare.Limit(total: 1, wanted: 5, [new(1, Wanted: 5)]), Is.Zero);
    }
}
