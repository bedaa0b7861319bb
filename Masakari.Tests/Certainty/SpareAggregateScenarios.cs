using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>The host aggregates of a spare that takes instances, and of one that is given back.</summary>
public sealed class SpareAggregateScenarios
{
    [Test]
    public async Task A_spare_joins_the_aggregates_of_the_failed_host_before_it_takes_instances()
    {
        await using var masakari = await SpareStory.BeginWithAsync(SpareStory.Aggregates, "reserved_host", ["s1"], "vm1");
        masakari.Cloud.AddAggregate("fast", "c1", "c2");
        masakari.Cloud.AddAggregate("both", "c1", "s1");
        masakari.Cloud.AddAggregate("other", "c2");

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That(await masakari.MembersAsync("fast"), Does.Contain("s1"));
        Assert.That(await masakari.MembersAsync("other"), Does.Not.Contain("s1"));
        var order = masakari.Cloud.Calls.Where(call => call.Method != "GET" && !call.IsKeystone).Select(call => call.Kind).ToList();
        Assert.That(order.IndexOf("add_host"), Is.InRange(0, order.IndexOf("evacuate") - 1), string.Join(", ", order));
        Assert.That(order.Count(kind => kind == "add_host"), Is.EqualTo(1), "added where it was a member already");
    }

    [Test]
    public async Task A_spare_joins_no_aggregate_unless_configured()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1"], "vm1");
        masakari.Cloud.AddAggregate("fast", "c1");

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "s1" })));
        Assert.That(await masakari.MembersAsync("fast"), Is.EqualTo(["c1"]));
    }

    [Test]
    public async Task A_spare_that_is_given_back_leaves_the_aggregates_that_it_joined_and_no_others()
    {
        await using var masakari = await SpareStory.BeginWithAsync(SpareStory.Aggregates, "rh_priority", ["s1:0"], "vm1");
        masakari.Cloud.AddAggregate("fast", "c1", "c2");
        masakari.Cloud.AddAggregate("both", "c1", "c2", "s1");

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "c2" })));
        Assert.That((await masakari.MembersAsync("fast"), await masakari.MembersAsync("both")), Is.EqualTo(
            (new[] { "c1", "c2" }, new[] { "c1", "c2", "s1" })));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task An_aggregate_that_refuses_the_spare_does_not_stop_the_recovery()
    {
        await using var masakari = await SpareStory.BeginWithAsync(SpareStory.Aggregates, "reserved_host", ["s1"], "vm1");
        masakari.Cloud.AddAggregate("zone1", "c1");
        masakari.Cloud.Fail(new FaultRule
        {
            Method = "POST", Path = "/compute/v2.1/os-aggregates/*", Effect = new FaultEffect.Status(409, "Host already in availability zone az2."),
        });

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "s1" })));
        Assert.That(await masakari.DetailsAsync(notification), Does.Contain("was not added to the aggregate zone1"));
    }
}
