using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.HostFailure;

namespace Masakari.Tests.Recovery.HostFailure;

public sealed class PlanWordsTests
{
    private static readonly Guid Id = Guid.Parse("3f2a1f60-0000-4000-8000-000000000001");

    [TestCase("BeingDeleted", "Left out (being deleted): ")]
    [TestCase("InError", "Left out (in error state, and [host_failure] ignore_instances_in_error_state is set): ")]
    [TestCase("NotHaEnabled", "Left out (not HA-enabled, and [host_failure] evacuate_all_instances is not set): ")]
    public void Names_the_rule_and_the_instances(string rule, string begin) =>
        Assert.That(PlanWords.LeftOut(Enum.Parse<LeftOutRule>(rule), [Server("b"), Server("a")]), Is.EqualTo($"{begin}a ({Id}), b ({Id})"));

    [TestCase(20, "vm20")]
    [TestCase(21, "vm20 and 1 more, 21 in all")]
    [TestCase(99, "vm20 and 79 more, 99 in all")]
    public void Names_twenty_instances_at_most_and_counts_all(int count, string end)
    {
        var servers = Enumerable.Range(1, count).Reverse().Select(number => Server($"vm{number:00}"));

        var text = PlanWords.LeftOut(LeftOutRule.BeingDeleted, servers).Replace($" ({Id})", "", StringComparison.Ordinal);

        Assert.That(text, Does.StartWith("Left out (being deleted): vm01, vm02, ").And.EndsWith(end));
    }

    [Test]
    public void Names_what_cannot_be_read_of_which_instance()
    {
        UnreadableServer[] servers = [new() { Name = "b", Why = "'id' is missing" }, new() { Id = Id, Name = "a", Why = "$.locked is null" }];

        Assert.That(PlanWords.Unreadable("c1", servers), Is.EqualTo(
            "Masakari cannot read Nova's record of 2 instances on host c1 and does not move them: "
            + $"a ({Id}): $.locked is null; b (without an id): 'id' is missing."));
    }

    private static Server Server(string name) => new() { Id = Id, Name = name, VmState = "active" };
}
