using Masakari.Core.OpenStack.Nova;
using Masakari.Host.Sandbox;
using Masakari.Tests.Certainty;
using Masakari.Tests.OpenStack.Nova;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>The inspector sees spares that an engine without rules would give to two failed hosts, or would not give back.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SpareInspectorTests
{
    private readonly StoryTruth truth = new();

    private static StoryPlan OneSpare => Inspected.PlanWith(plan => plan.Spares is ["s1"], Deed.SpareDisabled);

    [TestCase("c1", false)]
    [TestCase("c2", true)]
    public async Task A_spare_of_two_failed_hosts_is_seen(string hostOfTheSecond, bool isSeen)
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.AddServer(hostOfTheSecond, "vm2");
        foreach (var host in new[] { "c1", "c2" })
        {
            masakari.Cloud.KillHost(host);
            masakari.Cloud.ForceDown(host);
            truth.ForcedDown[host] = masakari.Clock.GetUtcNow();
        }
        masakari.Cloud.WriteService("s1", disabled: false);
        var inspector = Inspected.Of(masakari, truth);
        inspector.Watch(masakari.Life);

        foreach (var server in new[] { "vm1", "vm2" })
            await EvacuateAsync(masakari, server);
        await inspector.LookAsync();

        Assert.That(inspector.Violations.Select(one => one.Invariant), isSeen ? Is.EqualTo(new[] { Invariant.SpareOfOne }) : Is.Empty);
    }

    /// <summary>Its evacuation has failed, so it may go to the spare once more; then its owner deletes it.</summary>
    [Test]
    public async Task An_instance_that_is_deleted_is_on_no_spare()
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.AddServer("c2", "vm2");
        foreach (var host in new[] { "c1", "c2" }) masakari.Cloud.ForceDown(host);
        masakari.Cloud.WriteService("s1", disabled: false);
        var inspector = Inspected.Of(masakari, truth);
        inspector.Watch(masakari.Life);
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);
        await EvacuateAsync(masakari, "vm1");
        await masakari.PassAsync(10);

        masakari.Cloud.DeleteServer("vm1");
        await EvacuateAsync(masakari, "vm2");
        await inspector.LookAsync();

        Assert.That(inspector.Violations.Select(one => one.Invariant), Has.None.EqualTo(Invariant.SpareOfOne));
    }

    /// <summary>It could not go to the spare, went elsewhere, and that host dies, too: now it is an instance of the second host.</summary>
    [Test]
    public async Task An_instance_that_has_moved_on_is_of_its_new_host()
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.AddServer("c2", "vm2");
        masakari.Cloud.WriteService("s1", disabled: false);
        var inspector = Inspected.Of(masakari, truth);
        inspector.Watch(masakari.Life);
        masakari.Cloud.ForceDown("c1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);
        await EvacuateAsync(masakari, "vm1");
        await masakari.PassAsync(10);
        masakari.Cloud.EvacuateByHand("vm1", to: "c2");
        await masakari.PassAsync(10);

        masakari.Cloud.ForceDown("c2");
        await EvacuateAsync(masakari, "vm1");
        await EvacuateAsync(masakari, "vm2");
        await inspector.LookAsync();

        Assert.That(inspector.Violations.Select(one => one.Invariant), Has.None.EqualTo(Invariant.SpareOfOne));
        Assert.That(masakari.Cloud.AllEvacuations().Count(one => one is { ByHand: false, Source: "c2" }), Is.EqualTo(2));
    }

    [TestCase("reserved = 0", false, "spare")]
    [TestCase("reserved = 1", true, "spare")]
    [TestCase("reserved = 1", false, "another reason")]
    public async Task A_spare_that_took_nothing_and_is_not_as_before_is_seen(string row, bool isEnabled, string reason)
    {
        await using var masakari = await BeginAsync();
        Assert.That(await Inspected.LookBackAsync(masakari, truth, OneSpare), Is.Empty);

        await masakari.WriteHostAsync("s1", row);
        masakari.Cloud.WriteService("s1", disabled: !isEnabled, reason: reason);

        Assert.That(await Inspected.LookBackAsync(masakari, truth, OneSpare), Is.EqualTo(new[] { Invariant.SpareGivenBack }));
    }

    private static Task EvacuateAsync(MasakariScenario masakari, string server) =>
        masakari.Life.Get<INovaChanges>().EvacuateAsync(masakari.Cloud.Server(server).Id, "s1", OpenPermit.Instance, default);

    private static Task<MasakariScenario> BeginAsync() => SpareStory.BeginAsync("reserved_host", ["s1"], "vm1");
}
