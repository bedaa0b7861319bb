using Masakari.Core.OpenStack.Nova;
using Masakari.Tests.Certainty;
using Masakari.Tests.OpenStack;
using Masakari.Tests.OpenStack.Nova;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>The inspector sees guests that an engine without rules would leave off, or act on beside their evacuation.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GuestInspectorTests
{
    private readonly StoryTruth truth = new();

    /// <summary>Nova rejects it because of the task; asking is wrong all the same.</summary>
    [TestCase("os-stop")]
    [TestCase("os-start")]
    public async Task A_stop_or_start_beside_an_evacuation_is_seen(string deed)
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.KillHost("c1");
        masakari.Cloud.ForceDown("c1");
        var (changes, vm1) = (masakari.Life.Get<INovaChanges>(), masakari.Cloud.Server("vm1").Id);
        masakari.Cloud.EvacuateByHand("vm1");
        Assert.That(await Inspected.LookAsync(masakari, truth), Is.Empty);

        await Failures.OfAsync(deed == "os-stop"
            ? changes.StopAsync(vm1, OpenPermit.Instance, default) : changes.StartAsync(vm1, OpenPermit.Instance, default));

        Assert.That(await Inspected.LookAsync(masakari, truth), Is.EqualTo(new[] { Invariant.OneDeedAtATime }));
    }

    [TestCase("finished", null)]
    [TestCase("failed", null)]
    [TestCase("finished", "Left to notification 4711: its recovery of host c1 also brings this instance back.")]
    public async Task A_crashed_guest_that_stays_off_without_a_reason_is_seen(string end, string? message)
    {
        await using var masakari = await BeginOffAsync();
        Crash(masakari, new GuestReport(Guid.NewGuid(), "c1", masakari.Clock.GetUtcNow(), "vm1") { End = end, Message = message });

        Assert.That(await Inspected.LookBackAsync(masakari, truth), Is.EqualTo(new[] { Invariant.GuestRuns }));
    }

    [Test]
    public async Task A_crashed_guest_that_an_operator_evacuates_by_hand_is_the_operator_s()
    {
        await using var masakari = await BeginOffAsync();
        Crash(masakari, new GuestReport(Guid.NewGuid(), "c1", masakari.Clock.GetUtcNow(), "vm1") { End = "finished" });

        masakari.Cloud.ForceDown("c1");
        masakari.Cloud.EvacuateByHand("vm1");

        Assert.That(masakari.Cloud.Server("vm1").Host, Is.EqualTo("c1"));
        Assert.That(await Inspected.LookBackAsync(masakari, truth), Is.Empty);
    }

    [TestCase("Instance vm1 was recovered 3 times within 1800 seconds", false, "active")]
    [TestCase(null, true, "active")]
    [TestCase(null, false, "stopped")]
    public async Task A_reason_an_abort_or_the_owner_s_wish_excuses_a_crashed_guest_that_stays_off(string? message, bool aborted, string wanted)
    {
        await using var masakari = await BeginOffAsync();
        truth.WantedStates["vm1"] = wanted;
        var report = new GuestReport(Guid.NewGuid(), "c1", masakari.Clock.GetUtcNow(), "vm1") { End = "finished", Message = message, Aborted = aborted };
        Crash(masakari, report);

        Assert.That(await Inspected.LookBackAsync(masakari, truth), Is.Empty);
    }

    /// <summary>The host was away for a minute, and its recovery has ended without a word about the guest.</summary>
    [TestCase("False alarm: nova-compute on host c1 still sends heartbeats to Nova.", true)]
    [TestCase("1 instance does not run, and Masakari does not start it: vm1.", false)]
    [TestCase("Segment s1 has no reserved host for the instances of host c1. Reserve a host and report c1 again.", false)]
    public async Task A_guest_that_is_left_off_on_a_host_that_is_back_is_seen_unless_the_message_speaks_of_it(string message, bool isSeen)
    {
        await using var masakari = await BeginOffAsync();
        var back = masakari.Clock.GetUtcNow();
        var report = new HostReport(Guid.NewGuid(), "c1", back, ["vm1"]) { End = "failed", Message = message, Lived = true };
        truth.Failures.Add(("c1", back.AddSeconds(-60)));
        truth.LeftOff.Add(("vm1", report, back));

        Assert.That(
            await Inspected.LookBackAsync(masakari, truth), isSeen ? Is.EqualTo(new[] { Invariant.ReturnedGuestRuns }) : Is.Empty);
    }

    /// <summary>The recovery of the host had started it. What is to be done after the crash, the report about the guest decides.</summary>
    [TestCase(-1, true)]
    [TestCase(1, false)]
    public async Task A_guest_that_crashed_after_its_host_was_back_is_not_left_off_by_the_host_s_recovery(int secondsAfter, bool isSeen)
    {
        await using var masakari = await BeginOffAsync();
        var back = masakari.Clock.GetUtcNow();
        truth.Failures.Add(("c1", back.AddSeconds(-60)));
        truth.LeftOff.Add(("vm1", new HostReport(Guid.NewGuid(), "c1", back, ["vm1"]) { End = "failed", Message = "False alarm.", Lived = true }, back));
        var at = back.AddSeconds(secondsAfter);
        var report = new GuestReport(Guid.NewGuid(), "c1", at, "vm1") { End = "finished", Message = "Its metadata do not ask for high availability." };
        truth.Crashes["vm1"] = new GuestCrash("c1", at, report);

        Assert.That(
            await Inspected.LookBackAsync(masakari, truth), isSeen ? Is.EqualTo(new[] { Invariant.ReturnedGuestRuns }) : Is.Empty);
    }

    [Test]
    public async Task A_guest_that_is_started_against_its_owner_s_will_is_seen()
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.StopByOwner("vm1");
        truth.NoteStop("vm1");
        await masakari.PassAsync(5);
        Assert.That(await Inspected.LookBackAsync(masakari, truth), Is.Empty);

        await masakari.Life.Get<INovaChanges>().StartAsync(masakari.Cloud.Server("vm1").Id, OpenPermit.Instance, default);
        await masakari.PassAsync(5);

        Assert.That(await Inspected.LookBackAsync(masakari, truth), Is.EqualTo(new[] { Invariant.StaysStopped }));
    }

    [TestCase(false, true)]
    [TestCase(true, false)]
    public async Task A_stopped_guest_that_runs_after_its_evacuation_is_seen_unless_that_was_aborted(bool aborted, bool isSeen)
    {
        await using var masakari = await BeginAsync();
        truth.NoteStop("vm1");
        truth.Reports.Add(new HostReport(Guid.NewGuid(), "c2", masakari.Clock.GetUtcNow(), ["vm1"]) { End = "failed", Aborted = aborted });

        Assert.That(await Inspected.LookBackAsync(masakari, truth), isSeen ? Is.EqualTo(new[] { Invariant.StaysStopped }) : Is.Empty);
    }

    private async Task<MasakariScenario> BeginAsync()
    {
        var masakari = await Story.BeginAsync("vm1");
        truth.NoteServer(masakari.Cloud.Server("vm1"));
        return masakari;
    }

    /// <summary>vm1 is off, and nobody is told.</summary>
    private async Task<MasakariScenario> BeginOffAsync()
    {
        var masakari = await BeginAsync();
        masakari.Cloud.CrashGuest("vm1");
        await masakari.PassAsync(30);
        return masakari;
    }

    private void Crash(MasakariScenario masakari, GuestReport report) =>
        truth.Crashes["vm1"] = new GuestCrash("c1", masakari.Clock.GetUtcNow(), report);
}
