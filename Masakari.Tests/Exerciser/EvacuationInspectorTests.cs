using Masakari.Core.OpenStack.Nova;
using Masakari.Tests.Certainty;
using Masakari.Tests.OpenStack.Nova;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>
/// The inspector judges evacuations that an engine without rules would ask for. The calls come from this process, as those of the service do.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EvacuationInspectorTests
{
    private readonly StoryTruth truth = new();

    [Test]
    public async Task A_second_evacuation_is_seen()
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.KillHost("c1");
        ForceDown(masakari);
        await EvacuateAsync(masakari);
        Assert.That(await Inspected.LookAsync(masakari, truth), Is.Empty, "the first one is in order");

        await EvacuateAsync(masakari);

        Assert.That(await Inspected.LookAsync(masakari, truth), Is.EqualTo(new[] { Invariant.EvacuatedOnce }));
    }

    [Test]
    public async Task An_evacuation_of_a_living_host_is_seen()
    {
        await using var masakari = await BeginAsync();
        ForceDown(masakari);

        await EvacuateAsync(masakari);

        Assert.That(await Inspected.LookAsync(masakari, truth), Is.EqualTo(new[] { Invariant.Evidence }));
    }

    /// <summary>Nova calls the host down at once, and nobody has said that it is dead.</summary>
    [TestCase(false, nameof(Invariant.Evidence))]
    [TestCase(true, nameof(Invariant.FreshEvidence))]
    public async Task An_evacuation_before_the_silence_is_long_enough_is_seen(bool returned, string expected)
    {
        var plan = Inspected.PlanWith(one => one.Silence > TimeSpan.FromSeconds(30));
        await using var masakari = await BeginQuickAsync();
        if (returned) truth.Returned.Add("c1");
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(12);

        await EvacuateAsync(masakari);

        Assert.That((await Inspected.LookAsync(masakari, truth, plan)).Select(one => $"{one}"), Is.EqualTo(new[] { expected }));
    }

    /// <summary>From one look to the next the flag still counts that an operator has just taken off.</summary>
    [TestCase(0.5, true)]
    [TestCase(2, false)]
    public async Task A_flag_that_was_taken_off_a_moment_ago_is_evidence(double secondsAgo, bool counts)
    {
        await using var masakari = await BeginQuickAsync();
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(25);
        truth.ForcedDownUntil["c1"] = masakari.Clock.GetUtcNow() - TimeSpan.FromSeconds(secondsAgo);

        await EvacuateAsync(masakari);

        var plan = Inspected.PlanWith(one => one.Silence > TimeSpan.FromSeconds(38));
        Assert.That(await Inspected.LookAsync(masakari, truth, plan), counts ? Is.Empty : Is.EqualTo(new[] { Invariant.Evidence }));
    }

    /// <summary>A forgotten flag counts after some silence; a heartbeat that a change of the record has hidden does not begin it anew.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_heartbeat_that_a_change_has_hidden_is_not_asked_for_under_a_flag(bool isHidden)
    {
        await using var masakari = await BeginQuickAsync();
        ForceDown(masakari);
        await masakari.PassAsync(20);
        var before = masakari.Cloud.Host("c1").UpdatedAt;
        while (masakari.Cloud.Host("c1").UpdatedAt == before) await masakari.PassAsync(0.25);
        if (isHidden) masakari.Cloud.WriteService("c1", disabled: true);
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(6);

        await EvacuateAsync(masakari);

        var plan = Inspected.PlanWith(one => one.Silence > TimeSpan.FromSeconds(38));
        Assert.That(await Inspected.LookAsync(masakari, truth, plan), isHidden ? Is.Empty : Is.EqualTo(new[] { Invariant.FreshEvidence }));
    }

    [Test]
    public async Task A_server_that_is_left_on_a_dead_host_under_finished_is_seen()
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.KillHost("c1");
        truth.Reports.Add(await EndedAsync(masakari, "finished", "c1"));

        Assert.That(await Inspected.LookBackAsync(masakari, truth), Is.EqualTo(new[] { Invariant.NothingLeft }));
    }

    [Test]
    public async Task A_dead_host_that_is_given_up_is_seen()
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.KillHost("c1");
        truth.Reports.Add(await EndedAsync(masakari, "failed", "c1"));

        Assert.That(await Inspected.LookBackAsync(masakari, truth), Is.EqualTo(new[] { Invariant.NotGivenUp }));
    }

    [Test]
    public async Task A_state_that_its_owner_did_not_want_is_seen()
    {
        await using var masakari = await BeginAsync();
        truth.Reports.Add(await EndedAsync(masakari, "finished", "c2"));
        truth.WantedStates["vm1"] = "stopped";

        Assert.That(await Inspected.LookBackAsync(masakari, truth), Is.EqualTo(new[] { Invariant.WantedState }));
    }

    private async Task<MasakariScenario> BeginAsync()
    {
        var masakari = await Story.BeginAsync("vm1");
        truth.NoteServer(masakari.Cloud.Server("vm1"));
        return masakari;
    }

    /// <summary>Nova calls a host down as soon as it is silent.</summary>
    private async Task<MasakariScenario> BeginQuickAsync()
    {
        var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1");
            cloud.AddHost("c2");
            cloud.AddServer("c1", "vm1");
        }, options: new() { ServiceDownTime = TimeSpan.FromSeconds(1) });
        truth.NoteServer(masakari.Cloud.Server("vm1"));
        return masakari;
    }

    private void ForceDown(MasakariScenario masakari)
    {
        masakari.Cloud.ForceDown("c1");
        truth.ForcedDown["c1"] = masakari.Clock.GetUtcNow();
    }

    private static Task EvacuateAsync(MasakariScenario masakari) => masakari.Life.Get<INovaChanges>().EvacuateAsync(
        masakari.Cloud.Server("vm1").Id, target: null, OpenPermit.Instance, default);

    /// <summary>A notification that ended so, told as the report of a host that had vm1 when it died.</summary>
    private static async Task<HostReport> EndedAsync(MasakariScenario masakari, string end, string host)
    {
        var notification = await masakari.NotifyAsync("c3", end == "finished" ? "STARTED" : "STOPPED");   // it lives: a false alarm
        Assert.That(await masakari.EndAsync(notification), Is.EqualTo(end));
        return new HostReport(notification, host, masakari.Clock.GetUtcNow(), ["vm1"]);
    }
}
