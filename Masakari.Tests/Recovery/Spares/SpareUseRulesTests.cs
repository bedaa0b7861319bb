using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Journals;
using Masakari.Core.Recovery.Spares;
using Masakari.Core.VMoves;

namespace Masakari.Tests.Recovery.Spares;

/// <summary>Whether a spare is used, so that it is kept, or unused, so that it is given back.</summary>
public sealed class SpareUseRulesTests
{
    private static readonly Guid Instance = Guid.NewGuid();

    [Test]
    public void Any_instance_on_it_makes_it_used() => Assert.That(Of(hasInstances: true, null), Is.EqualTo(SpareUse.Used));

    [Test]
    public void Without_instances_and_calls_it_is_unused() => Assert.That(Of(hasInstances: false, null), Is.EqualTo(SpareUse.Unused));

    [TestCase("accepted", "s1", "MayLand")]
    [TestCase("pre-migrating", "s1", "MayLand")]
    [TestCase("accepted", null, "MayLand")]
    [TestCase("accepted", "s2", "Unused")]
    [TestCase("failed", "s1", "Unused")]
    [TestCase("error", null, "Unused")]
    [TestCase("done", "s1", "Unused")]   // and no instance is on it: it was deleted since
    public void An_evacuation_counts_while_it_is_open(string status, string? destination, string expected) =>
        Assert.That(Of(hasInstances: false, Move(asked: 3600), Record(status, destination)).ToString(), Is.EqualTo(expected));

    /// <summary>No record shows that Nova heard the call.</summary>
    [TestCase(10, "MayLand")]
    [TestCase(3600, "Unused")]
    public void A_call_may_arrive_late(int secondsAgo, string expected) =>
        Assert.That(Of(hasInstances: false, Move(asked: secondsAgo)).ToString(), Is.EqualTo(expected));

    [Test]
    public void A_call_to_another_spare_does_not_count() =>
        Assert.That(Of(hasInstances: false, Move(asked: 10) with { Target = "s2" }), Is.EqualTo(SpareUse.Unused));

    [Test]
    public void A_call_that_nova_rejected_does_not_count() =>
        Assert.That(Of(hasInstances: false, Move(asked: 10) with { IntentAge = null }), Is.EqualTo(SpareUse.Unused));

    /// <summary>Nova's list may be short.</summary>
    [TestCase("s1", "Used")]
    [TestCase("s2", "Unused")]
    public void An_instance_that_landed_there_counts_though_nova_does_not_list_it(string destination, string expected)
    {
        var landed = Move(asked: 10) with { Status = VMoveStatus.Succeeded, Destination = destination };

        Assert.That(Of(hasInstances: false, landed).ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void A_move_that_is_over_does_not_count() =>
        Assert.That(Of(hasInstances: false, Move(asked: 10) with { Status = VMoveStatus.Ignored }), Is.EqualTo(SpareUse.Unused));

    private static SpareUse Of(bool hasInstances, MoveJournalEntry? move, params EvacuationRecord[] records) =>
        SpareUseRules.Of("s1", hasInstances, move is null ? [] : [move], records);

    private static MoveJournalEntry Move(int asked) => new()
    {
        VMove = Guid.NewGuid(), Instance = Instance, InstanceName = "vm1", Status = VMoveStatus.Ongoing, VmState = "active", Target = "s1",
        IntentAge = TimeSpan.FromSeconds(asked),
    };

    private static EvacuationRecord Record(string status, string? destination) => new()
    {
        Id = 1, InstanceId = Instance, SourceHost = "c1", DestHost = destination, Status = status,
    };
}
