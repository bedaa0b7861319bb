using Masakari.Host.Sandbox;
using Masakari.Tests.Scenarios;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>A guest crashes and its host fails: one recovery at a time acts on the instance, and it runs in the end.</summary>
public sealed class GuestAndHostScenarios
{
    private const string Guests = GuestStory.AllGuests;

    private static readonly SimulatedCloudOptions SlowPower = new() { PowerActionTime = TimeSpan.FromSeconds(60) };

    [Test]
    public async Task A_report_that_is_worked_on_after_its_host_s_recovery_began_is_left_to_it()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Path = "*/servers/*", For = TimeSpan.FromSeconds(20), Effect = new FaultEffect.Status(503) });
        var guest = await masakari.CrashAsync("vm1");
        await masakari.PassAsync(2);

        var host = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(guest), Is.EqualTo("finished"));
        // Whichever comes first: the evidence that the host is dead is seen by an attempt, or the host is evacuated between two attempts.
        Assert.That(await masakari.MessageAsync(guest), Does.StartWith($"Left to notification {host}").Or.Contain("is on host c2 now"));
        Assert.That((masakari.Cloud.CountCalls("os-stop"), masakari.Cloud.CountCalls("os-start")), Is.EqualTo((0, 0)));
        Assert.That(await masakari.EndAsync(host), Is.EqualTo("finished"));
        masakari.Cloud.AssertMovedOnce("vm1");
    }

    /// <summary>Nothing was done to the guest when its host was reported; the host lives.</summary>
    [Test]
    public async Task A_guest_whose_host_is_reported_falsely_is_recovered_after_the_false_alarm()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Path = "*/servers/*", For = TimeSpan.FromSeconds(20), Effect = new FaultEffect.Status(503) });
        var guest = await masakari.CrashAsync("vm1");
        await masakari.PassAsync(2);

        var host = await masakari.NotifyAsync("c1");

        Assert.That(await masakari.EndAsync(host), Is.EqualTo("failed"), "a false alarm");
        Assert.That(await masakari.EndAsync(guest), Is.EqualTo("finished"));
        masakari.Cloud.AssertRuns("vm1");
    }

    /// <summary>Half an hour passes until the operator says that the host is dead: longer than the retries of a recovery go on.</summary>
    [Test]
    public async Task A_guest_waits_for_the_verdict_on_its_host_and_uses_up_no_time()
    {
        await using var masakari = await Story.BeginWithAsync($"{Guests}\n[host_failure]\nrequire_proof = true", options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Path = "*/servers/*", For = TimeSpan.FromSeconds(20), Effect = new FaultEffect.Status(503) });
        var guest = await masakari.CrashAsync("vm1");
        await masakari.PassAsync(2);
        var host = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(1800);
        Assert.That(await masakari.StatusAsync(guest), Is.Not.EqualTo("failed"), await masakari.MessageAsync(guest));
        await masakari.ConfirmDownAsync("c1");

        Assert.That(await masakari.EndAsync(guest), Is.EqualTo("finished"));
        Assert.That(await masakari.MessageAsync(guest), Does.StartWith($"Left to notification {host}").Or.Contain("is on host c2 now"));
        Assert.That(await masakari.EndAsync(host), Is.EqualTo("finished"));
        masakari.Cloud.AssertMovedOnce("vm1");
    }

    [Test]
    public async Task A_guest_that_crashes_while_its_returned_host_is_watched_is_recovered()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        var host = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(70);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm1") is { VmState: "active", GuestRuns: true });
        await masakari.PassAsync(3);

        var guest = await masakari.CrashAsync("vm1");

        Assert.That(await masakari.EndAsync(guest), Is.EqualTo("finished"));
        Assert.That(await masakari.EndAsync(host), Is.EqualTo("failed"), "a false alarm");
        masakari.Cloud.AssertRuns("vm1");
    }

    /// <summary>The host was evacuated before anybody could look at the guest.</summary>
    [Test]
    public async Task A_guest_that_was_moved_meanwhile_is_not_restarted()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        await masakari.PauseAsync();
        await masakari.PassAsync(2);
        var guest = await masakari.CrashAsync("vm1");
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(90);
        masakari.Cloud.EvacuateByHand("vm1", "c2");
        await masakari.PassAsync(30);

        await masakari.ResumeAsync();

        Assert.That(await masakari.EndAsync(guest), Is.EqualTo("finished"));
        Assert.That(await masakari.MessageAsync(guest), Does.Contain("is on host c2 now"));
        Assert.That((masakari.Cloud.CountCalls("os-stop"), masakari.Cloud.CountCalls("os-start")), Is.EqualTo((0, 0)));
    }

    /// <summary>The guest was stopped by us when its host died: it must not end stopped elsewhere.</summary>
    [TestCase(2)]
    [TestCase(30)]
    public async Task A_guest_that_we_are_stopping_when_its_host_dies_runs_elsewhere(double after)
    {
        await using var masakari = await Story.BeginWithAsync(Guests, SlowPower, "vm1");
        var guest = await masakari.CrashAsync("vm1");
        await masakari.PassAsync(after);

        var host = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");

        Assert.That(await masakari.EndAsync(host), Is.EqualTo("finished"));
        Assert.That(await masakari.EndAsync(guest), Is.EqualTo("finished"));
        Assert.That(await masakari.MessageAsync(guest), Does.StartWith($"Left to notification {host}"));
        masakari.Cloud.AssertMovedOnce("vm1");
        await masakari.PassAsync(120);
        masakari.Cloud.AssertRuns("vm1");
    }

    [Test]
    public async Task A_guest_that_we_have_stopped_when_its_host_dies_is_wanted_active_elsewhere()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "os-start", Effect = new FaultEffect.Status(503) });
        var guest = await masakari.CrashAsync("vm1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("os-start") > 0);
        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("stopped"));

        var host = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        masakari.Cloud.StopFailing();

        Assert.That(await masakari.EndAsync(host), Is.EqualTo("finished"));
        Assert.That(await masakari.EndAsync(guest), Is.EqualTo("finished"));
        masakari.Cloud.AssertMovedOnce("vm1");
        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("active"));
    }

    [Test]
    public async Task A_guest_whose_recovery_was_under_way_is_recovered_on_its_host_after_a_false_alarm()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, SlowPower, "vm1");
        var guest = await masakari.CrashAsync("vm1");
        await masakari.PassAsync(5);

        var host = await masakari.NotifyAsync("c1");

        Assert.That(await masakari.EndAsync(host), Is.EqualTo("failed"), "a false alarm");
        Assert.That(await masakari.EndAsync(guest), Is.EqualTo("finished"));
        masakari.Cloud.AssertRuns("vm1");
        Assert.That(masakari.Evacuates(), Is.Zero);
    }

    /// <summary>It has landed, and its move has stopped it, because it did not run before. Its new host is healthy.</summary>
    [Test]
    public async Task A_guest_that_is_reported_while_its_move_settles_is_left_to_the_move()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null);
        masakari.Cloud.AddServer("c1", "vm1", vmState: "paused");
        masakari.Cloud.Fail(new FaultRule { Action = "os-stop", Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(20)) });
        var host = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm1") is { VmState: "stopped", TaskState: null });

        var guest = await masakari.ReportGuestAsync("vm1", host: masakari.Cloud.Server("vm1").Host);

        Assert.That(await masakari.EndAsync(guest), Is.EqualTo("finished"));
        Assert.That(await masakari.MessageAsync(guest), Does.StartWith($"Left to notification {host}"));
        Assert.That(await masakari.EndAsync(host), Is.EqualTo("finished"));
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)), "started");
    }

    [Test]
    public async Task Never_two_recoveries_act_on_one_instance()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, SlowPower, Story.Servers(10));
        foreach (var server in Story.Servers(10)) await masakari.CrashAsync(server);
        await masakari.PassAsync(10);
        var host = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");

        Assert.That(await masakari.EndAsync(host), Is.EqualTo("finished"));

        masakari.Cloud.AssertMovedOnce(Story.Servers(10));
        foreach (var server in Story.Servers(10))
        {
            var evacuated = masakari.Cloud.CallsOf("evacuate").Single(call => call.Server == server).At;
            Assert.That(
                masakari.Cloud.Calls.Where(call => call.Server == server && call.Kind is "os-stop" or "os-start").Select(call => call.At),
                Is.All.LessThan(evacuated), server);
        }
    }

    [Test]
    public async Task A_host_recovery_is_not_delayed_by_crashed_guests_of_other_hosts()
    {
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            foreach (var name in new[] { "c1", "c2", "c3" }) cloud.AddHost(name);
            foreach (var name in SmallCloud.Names(200)) cloud.AddServer("c2", name);
            cloud.AddServer("c1", "vm1");
        }, Guests, SlowPower);
        await masakari.RegisterAsync("auto", "c1", "c2", "c3");
        foreach (var name in SmallCloud.Names(200)) await masakari.ReportGuestAsync(name, host: "c2");
        await masakari.PassAsync(1);
        masakari.Cloud.ForceDown("c1");
        var killed = masakari.Clock.GetUtcNow();

        await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.Host("c1").IsDisabled);

        Assert.That(masakari.SecondsSince(killed), Is.LessThanOrEqualTo(1));
    }
}
