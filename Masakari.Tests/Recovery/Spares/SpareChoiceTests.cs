using Masakari.Core.Hosts;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Spares;
using Masakari.Core.Segments;

namespace Masakari.Tests.Recovery.Spares;

/// <summary>Which spare is taken first, and which not at all.</summary>
public sealed class SpareChoiceTests
{
    [Test]
    public void The_newest_is_the_first_when_nothing_else_tells_them_apart() =>
        Assert.That(Choose(View(["new", "old"])), Is.EqualTo("new, old"));

    [Test]
    public void More_free_memory_comes_before_newer() =>
        Assert.That(Choose(View(["new", "old"]) with { Capacities = [Free("new", 10), Free("old", 20)] }), Is.EqualTo("old, new"));

    [Test]
    public void Shared_aggregates_come_before_free_memory()
    {
        var view = View(["big", "near"]) with
        {
            Aggregates = [Aggregate("c1", "near"), Aggregate("c2", "big"), Aggregate("big")],
            Capacities = [Free("near", 10), Free("big", 20)],
        };

        Assert.That(Choose(view), Is.EqualTo("near, big"));
    }

    [Test]
    public void A_spare_without_room_is_the_last_but_not_refused() =>
        Assert.That(Choose(View(["full", "new"]) with { Capacities = [Free("full", 0), Free("new", 1)] }), Is.EqualTo("new, full"));

    [Test]
    public void The_memory_of_all_hypervisors_of_a_host_counts() => Assert.That(
        Choose(View(["one", "two"]) with { Capacities = [Free("one", 15), Free("two", 10), Free("two", 10)] }), Is.EqualTo("two, one"));

    [Test]
    public void The_failed_host_is_no_spare_for_itself() => Assert.That(Choose(View(["c1", "s1"])), Is.EqualTo("s1"));

    [TestCase(true, false, null)]
    [TestCase(false, false, "s1 (nova-compute is down)")]
    [TestCase(true, true, "s1 (it is forced down in Nova)")]
    public void Only_the_service_is_a_condition(bool up, bool forcedDown, string? refusal)
    {
        var view = View(["s1"]) with { Services = [Service("s1") with { Up = up, ForcedDown = forcedDown }] };

        Assert.That(SpareChoice.Choose(view).Refused.Select(one => one.ToString()), Is.EqualTo(refusal is null ? [] : new[] { refusal }));
    }

    [TestCase("AUTO: Connection to libvirt lost: 1", "s1 (Nova has disabled its nova-compute (AUTO: Connection to libvirt lost: 1))")]
    [TestCase("spare", null)]
    public void Nova_s_own_disable_is_a_condition(string reason, string? refusal)
    {
        var view = View(["s1"]) with { Services = [Service("s1") with { Enabled = false, DisabledReason = reason }] };

        Assert.That(SpareChoice.Choose(view).Refused.Select(one => one.ToString()), Is.EqualTo(refusal is null ? [] : new[] { refusal }));
    }

    [Test]
    public void A_spare_that_nova_does_not_know_is_refused() => Assert.That(
        SpareChoice.Choose(View(["s1"]) with { Services = [Service("S1")] }).Refused.Single().Why, Does.Contain("no nova-compute service"));

    private static string Choose(SpareView view) => string.Join(", ", SpareChoice.Choose(view).InOrder.Select(spare => spare.Name));

    private static SpareView View(string[] spares) => new()
    {
        FailedHost = "c1", Spares = [.. spares.Select(Spare)], Services = [.. spares.Select(Service)],
    };

    private static ComputeService Service(string host) => new() { Id = host, Host = host, Enabled = false, Up = true };

    private static HostAggregate Aggregate(params string[] hosts) => new() { Id = 1, Name = "a", Hosts = hosts };

    private static HostCapacity Free(string host, long memory) => new() { Host = host, FreeMemory = memory };

    private static ComputeHost Spare(string name) => new()
    {
        Id = 1, Uuid = Guid.NewGuid(), Name = name, Type = "COMPUTE", ControlAttributes = "", CreatedAt = default, Reserved = true,
        Segment = new Segment
        {
            Id = 1, Uuid = Guid.NewGuid(), Name = "s", RecoveryMethod = RecoveryMethod.ReservedHost, ServiceType = "COMPUTE", CreatedAt = default,
        },
    };
}
