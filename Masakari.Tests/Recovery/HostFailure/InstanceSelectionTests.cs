using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.HostFailure;

namespace Masakari.Tests.Recovery.HostFailure;

public sealed class InstanceSelectionTests
{
    [Test]
    public void Puts_ha_enabled_instances_first_then_higher_priority_then_the_name()
    {
        var servers = new[]
        {
            Server("z"), Server("b", ("HA_Priority", "1")), Server("a", ("HA_Priority", "x")),
            Server("ha-low", ("HA_Enabled", "True")), Server("ha-high", ("HA_Enabled", " yes "), ("HA_Priority", "9")),
        };

        var chosen = Selection(new()).Choose(servers, evidenceAt: null).Select(server => server.Name);

        Assert.That(chosen, Is.EqualTo(new[] { "ha-high", "ha-low", "b", "a", "z" }));
    }

    [Test]
    public void Leaves_the_others_when_only_ha_enabled_ones_are_wanted()
    {
        var chosen = Selection(new() { EvacuateAllInstances = false }).Choose([Server("a"), Server("b", ("HA_Enabled", "on")), Server("c", ("HA_Enabled", "maybe"))], evidenceAt: null);

        Assert.That(chosen.Select(server => server.Name), Is.EqualTo(new[] { "b" }));
    }

    [TestCase(true, 0)]
    [TestCase(false, 1)]
    public void Leaves_instances_in_error_when_told_so(bool ignore, int chosen)
    {
        var selection = Selection(new() { IgnoreInstancesInErrorState = ignore });

        Assert.That(selection.Choose([Server("a") with { VmState = "error" }], evidenceAt: null), Has.Count.EqualTo(chosen));
    }

    [Test]
    public void Leaves_instances_that_are_being_deleted()
    {
        var chosen = Selection(new()).Choose([Server("a") with { TaskState = "deleting" }, Server("b") with { VmState = "soft-delete" }], evidenceAt: null);

        Assert.That(chosen, Is.Empty);
    }

    [Test]
    public void Leaves_instances_that_are_younger_than_the_evidence()
    {
        var noon = new DateTimeOffset(2026, 7, 2, 12, 0, 0, TimeSpan.Zero);
        var servers = new[] { Server("a") with { CreatedAt = noon }, Server("b") with { CreatedAt = noon.AddSeconds(1) }, Server("c") };

        var chosen = Selection(new()).Choose(servers, noon);

        Assert.That(chosen.Select(server => server.Name), Is.EqualTo(new[] { "a", "c" }));
    }

    private static InstanceSelection Selection(HostFailureOptions options) => new(options);

    private static Server Server(string name, params (string Key, string Value)[] metadata) =>
        new() { Id = Guid.NewGuid(), Name = name, Host = "c1", VmState = "active", PowerState = 1, Metadata = metadata.ToDictionary(one => one.Key, one => one.Value) };
}
