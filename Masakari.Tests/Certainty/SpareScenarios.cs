using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>The recovery methods with reserved hosts: which way is tried first, which spare is taken, and how the recovery ends.</summary>
public sealed class SpareScenarios
{
    [Test]
    public async Task The_instances_go_to_the_spare_and_nowhere_else()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1"], "vm1", "vm2");

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That(masakari.HostsOf("vm1", "vm2"), Is.EqualTo(["s1", "s1"]));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, true)), "it is an ordinary host now");
        Assert.That(masakari.Cloud.AllEvacuations().Select(one => one.Destination), Is.All.EqualTo("s1"));
    }

    [TestCase("reserved_host")]
    [TestCase("auto_priority")]
    [TestCase("rh_priority")]
    public async Task Nothing_to_move_touches_no_spare(string method)
    {
        await using var masakari = await SpareStory.BeginAsync(method, ["s1"]);

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)));
        Assert.That(masakari.Cloud.Calls.Count(call => call.Method == "PUT"), Is.EqualTo(1), "only c1 was disabled");
    }

    [Test]
    public async Task Without_a_spare_reserved_host_fails_at_once()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", [], "vm1");

        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilStatusAsync(notification, "error", "failed", "finished");
        await masakari.PassAsync(30);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("failed"));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("no reserved host"));
        Assert.That(masakari.Evacuates(), Is.Zero, "sent anywhere");
    }

    [Test]
    public async Task Without_a_spare_rh_priority_goes_anywhere()
    {
        await using var masakari = await SpareStory.BeginAsync("rh_priority", [], "vm1");

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "c2" })));
    }

    [Test]
    public async Task Auto_priority_takes_no_spare_while_there_is_room_elsewhere()
    {
        await using var masakari = await SpareStory.BeginAsync("auto_priority", ["s1"], "vm1");

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "c2" })));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Auto_priority_goes_to_the_spare_when_nothing_else_can_take_the_instances()
    {
        await using var masakari = await SpareStory.BeginAsync("auto_priority", ["s1"], "vm1", "vm2");
        masakari.Cloud.WriteService("c2", disabled: true);
        var began = masakari.Clock.GetUtcNow();

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That(masakari.HostsOf("vm1", "vm2"), Is.EqualTo(["s1", "s1"]));
        Assert.That(masakari.SecondsSince(began), Is.LessThan(180), "the second flow waited for evidence again");
    }

    [Test]
    public async Task A_failure_of_the_first_flow_is_no_failure_of_the_recovery()
    {
        await using var masakari = await SpareStory.BeginAsync("auto_priority", ["s1"], "vm1", "vm2");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That(masakari.HostsOf("vm1", "vm2"), Is.EqualTo(["s1", "c2"]));
        Assert.That(masakari.Log, Has.None.Contains("next attempt"), "it took a retry");
    }

    /// <summary>The second way has nothing to offer, so the outcome is that of the first one.</summary>
    [Test]
    public async Task Without_a_spare_auto_priority_tries_again_like_auto()
    {
        await using var masakari = await SpareStory.BeginAsync("auto_priority", [], "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);

        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilStatusAsync(notification, "error");
        var message = await masakari.MessageAsync(notification);

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "c2" })));
        Assert.That(message, Does.StartWith("1 of 1 instances").And.Contain("no reserved host").And.Contain("Next attempt"));
    }

    [Test]
    public async Task What_the_first_spare_refuses_goes_to_the_next_one()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1", "s2", "s3"], "vm1", "vm2");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That(masakari.HostsOf("vm1", "vm2"), Is.EqualTo(["s2", "s3"]), "the newest spare is the first");
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)), "a third spare was used up");
        Assert.That(masakari.Log, Has.None.Contains("next attempt"), "it took a retry");
    }

    [Test]
    public async Task What_does_not_fit_on_one_spare_goes_to_the_next_one()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1:2", "s2:3", "s3:1"], Story.Servers(4));

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That((masakari.LeftOn("s2").Count, masakari.LeftOn("s1").Count), Is.EqualTo((3, 1)), "the one with more room is the first");
        Assert.That(await masakari.SpareAsync("s3"), Is.EqualTo((true, false)));
        Assert.That(await masakari.DetailsAsync(notification), Does.Contain("Reserved host s2 is not used"));
    }

    [Test]
    public async Task A_spare_on_which_nothing_landed_is_given_back()
    {
        await using var masakari = await SpareStory.BeginAsync("rh_priority", ["s1:0"], "vm1");

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "c2" })));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)));
        Assert.That(masakari.Cloud.Host("s1").DisabledReason, Is.EqualTo("spare"), "the reason of its disable was lost");
    }

    /// <summary>The first way failed for a reason of the instance alone, and the second one has no room: the first is tried again.</summary>
    [TestCase("auto_priority", "s1:0", "c2")]
    [TestCase("rh_priority", "s1", "s1")]
    public async Task While_the_second_way_has_no_room_the_first_is_tried_too(string method, string spare, string lands)
    {
        await using var masakari = await SpareStory.BeginAsync(method, [spare], "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);
        if (lands == "s1") masakari.Cloud.WriteService("c2", disabled: true, reason: "broken");
        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { lands })));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo(lands == "s1" ? (false, true) : (true, false)));
    }
}
