using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>The host comes back: before anything was sent, or in the middle of the evacuation.</summary>
public sealed class ReturnScenarios
{
    [Test]
    public async Task A_host_that_reboots_faster_than_the_silence_has_its_guests_started()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(70);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);

        var end = await masakari.EndAsync(notification);

        var server = masakari.Cloud.Server("vm1");
        Assert.That((server.VmState, server.GuestRuns), Is.EqualTo(("active", true)), "left off");
        Assert.That((end, masakari.Evacuates(), masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("failed", 0, 1)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("False alarm").And.Contain("1"));
    }

    [Test]
    public async Task A_guest_that_its_owner_stopped_is_not_started_on_a_host_that_is_back()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.StopByOwner("vm1");
        await masakari.PassAsync(30);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(70);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);

        await masakari.EndAsync(notification);

        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
    }

    [Test]
    public async Task A_guest_that_runs_on_a_host_that_is_back_is_left_alone()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(70);
        masakari.Cloud.ReviveHost("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("failed", 0)));
        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.False);
    }

    [Test]
    public async Task What_is_in_flight_lands_when_the_host_is_back_and_nothing_more_is_sent()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null, Story.Servers(3));
        await EndWithReturnAsync(masakari);

        Assert.That((masakari.Evacuates(), masakari.LeftOn("c1").Count), Is.EqualTo((1, 2)));
        Assert.That(Story.Servers(3).Where(name => masakari.Cloud.Server(name).IsLocked), Is.Empty);
    }

    [Test]
    public async Task The_message_names_what_was_not_moved()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null, Story.Servers(3));
        var notification = await EndWithReturnAsync(masakari, GuestsAfterRestart.StayOff);

        var message = await masakari.MessageAsync(notification);
        foreach (var left in masakari.Cloud.InstancesOn("c1"))
            Assert.That(message, Does.Contain(left.Name).Or.Contain($"{left.Id}"), "the rest is not named");
    }

    [Test]
    public async Task A_recovery_is_finished_when_the_host_is_back_and_every_server_runs()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null, Story.Servers(3));
        var notification = await EndWithReturnAsync(masakari);

        Assert.That(Story.Servers(3).All(name => masakari.Cloud.Server(name) is { VmState: "active", GuestRuns: true }), Is.True);
        var end = await masakari.StatusAsync(notification);
        Assert.That(end, Is.EqualTo("finished"), $"ended {end} although every server runs");
    }

    [Test]
    public async Task What_was_not_moved_is_started_on_the_host_that_is_back()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null, Story.Servers(3));
        await EndWithReturnAsync(masakari, GuestsAfterRestart.StayOff);

        Assert.That(Story.Servers(3).Where(name => !masakari.Cloud.Server(name).GuestRuns), Is.Empty, "left off");
    }

    [Test]
    public async Task A_server_that_was_reset_and_not_moved_is_active_again()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { EvacuateChecksTaskState = true });
        masakari.Cloud.AddServer("c1", "vm1", taskState: "rebooting");
        var refusal = new FaultEffect.Status(409, "Cannot 'evacuate' instance while it is in task_state rebooting");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = refusal });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("os-resetState") == 1);

        masakari.Cloud.ReviveHost("c1");
        await masakari.EndAsync(notification);

        Assert.That(
            (masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo((1, "active")),
            "left in the error that we set");
    }

    /// <summary>A reset in the midst of the build would break it.</summary>
    [Test]
    public async Task A_server_that_was_reset_and_is_being_built_elsewhere_is_not_reset_when_the_host_is_back()
    {
        await using var masakari = await Story.BeginWithAsync(
            "", new() { EvacuateChecksTaskState = true, EvacuationTime = TimeSpan.FromMinutes(3) });
        masakari.Cloud.AddServer("c1", "vm1", taskState: "rebooting");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.AllEvacuations().Count == 1);

        masakari.Cloud.ReviveHost("c1");
        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(30));
        await masakari.EndAsync(notification);
        await masakari.PassAsync(300);

        Assert.That(masakari.Cloud.CountCalls("os-resetState"), Is.EqualTo(1), "only the reset before the evacuate");
        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "active")));
    }

    /// <summary>It was paused, and its host has rebooted: what has become of it, its owner must say.</summary>
    [Test]
    public async Task A_paused_server_that_was_reset_and_not_moved_is_named_and_not_called_active()
    {
        await using var masakari = await Story.BeginAsync();
        masakari.Cloud.AddServer("c1", "vm1", vmState: "paused");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(400) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") == 1);

        masakari.Cloud.ReviveHost("c1");
        await masakari.EndAsync(notification);

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo((1, "error")));
        Assert.That(masakari.Cloud.CountCalls("os-resetState"), Is.EqualTo(1), "only the reset before the evacuate");
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("Not moved: vm1 (").And.Contain("Check whether these run: vm1 ("));
        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("failed"));
    }

    /// <summary>The evacuate had been sent: the disable is not undone, although nothing has landed.</summary>
    [Test]
    public async Task A_host_that_is_back_after_a_failed_evacuation_is_no_false_alarm()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        masakari.Cloud.ReviveHost("c1");

        await masakari.EndAsync(notification);

        Assert.That(await masakari.MessageAsync(notification), Does.Contain("reports to Nova again. 0 of 1 instances were moved"));
        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.True);
    }

    /// <summary>
    /// The source ends the record of an evacuation when it is back, whatever the destination does: that one has died, and may build the
    /// instance when it is repaired.
    /// </summary>
    [Test]
    public async Task An_evacuation_to_a_dead_host_is_not_sent_twice_when_the_source_is_back_for_a_moment()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        await masakari.PassAsync(2);
        masakari.Cloud.KillHost(masakari.Cloud.AllEvacuations().Single().Destination!);
        masakari.Cloud.ReviveHost("c1");
        await masakari.PassAsync(3);
        masakari.Cloud.KillHost("c1");

        var end = await masakari.EndAsync(notification);

        Assert.That((end, masakari.Evacuates()), Is.EqualTo(("failed", 1)), "a second evacuation");
        var move = (await masakari.VMovesAsync(notification)).Single();
        Assert.That(move.Message, Does.Contain("Host c1 was back for a moment and marked the evacuation (migration 1) as completed"));
    }

    /// <summary>
    /// The guest runs on a destination whose nova-compute died before it wrote so. The source ends the record, dies again and is reported,
    /// before the first recovery has said that somebody must look.
    /// </summary>
    [Test]
    public async Task A_report_from_before_the_warning_sends_no_second_evacuation()
    {
        await using var masakari = await BeginWithLongGapAsync();
        var first = await RunOnADeadDestinationAsync(masakari);
        var second = await masakari.NotifyAsync("c1");

        var ends = (await masakari.EndAsync(first), await masakari.EndAsync(second));

        Assert.That((ends, masakari.Evacuates()), Is.EqualTo((("failed", "failed"), 1)), "a second evacuation");
        Assert.That((await masakari.VMovesAsync(second)).Single().Message, Does.Contain("Make sure that it does not run there"));
    }

    /// <summary>Somebody has looked.</summary>
    [Test]
    public async Task A_report_from_after_the_warning_evacuates()
    {
        await using var masakari = await BeginWithLongGapAsync();
        await masakari.EndAsync(await RunOnADeadDestinationAsync(masakari));

        var second = await masakari.NotifyAsync("c1");
        await masakari.EndAsync(second);

        Assert.That(masakari.Evacuates(), Is.EqualTo(2));
    }

    /// <summary>When the first recovery gave up, Nova still showed the evacuation under way: nobody was warned.</summary>
    [Test]
    public async Task A_report_after_a_recovery_that_gave_up_unwarned_warns_first()
    {
        await using var masakari = await BeginWithLongGapAsync();
        var first = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm1") is { Host: "c1", TaskState: null, GuestRuns: true });
        masakari.Cloud.SilenceHost(masakari.Cloud.AllEvacuations().Single().Destination!);
        await masakari.EndAsync(first);
        await ReturnForAMomentAsync(masakari);

        var second = await masakari.NotifyAsync("c1");
        await masakari.EndAsync(second);
        Assert.That(masakari.Evacuates(), Is.EqualTo(1), "a second evacuation");
        Assert.That((await masakari.VMovesAsync(second)).Single().Message, Does.Contain("Make sure that it does not run there"));

        await masakari.EndAsync(await masakari.NotifyAsync("c1"));
        Assert.That(masakari.Evacuates(), Is.EqualTo(2));
    }

    /// <summary>What an operator has evacuated by hand after the recovery is over, and its instance was brought back since.</summary>
    [Test]
    public async Task An_evacuation_by_hand_after_the_recovery_is_from_before()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails, times: 20);
        await masakari.EndAsync(await masakari.KillAndReportAsync("c1"));
        var failed = masakari.Evacuates();
        masakari.Cloud.ForgetPlans();
        masakari.Cloud.EvacuateByHand("vm1");
        await masakari.PassAsync(60);
        masakari.Cloud.ReviveHost("c1");
        masakari.Cloud.BeginLiveMigration("vm1", "c1");
        await masakari.PassAsync(60);
        Assert.That(masakari.Cloud.Server("vm1").Host, Is.EqualTo("c1"));

        await masakari.EndAsync(await masakari.KillAndReportAsync("c1"));

        Assert.That(masakari.Evacuates(), Is.EqualTo(failed + 1));
    }

    private static Task<MasakariScenario> BeginWithLongGapAsync() => Story.BeginWithAsync(
        "", new() { EvacuationTime = TimeSpan.FromSeconds(30), HostSwitchGap = TimeSpan.FromSeconds(10) }, "vm1");

    private static async Task<Guid> RunOnADeadDestinationAsync(MasakariScenario masakari)
    {
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm1") is { Host: "c1", TaskState: null, GuestRuns: true });
        masakari.Cloud.SilenceHost(masakari.Cloud.AllEvacuations().Single().Destination!);
        await ReturnForAMomentAsync(masakari);
        return notification;
    }

    private static async Task ReturnForAMomentAsync(MasakariScenario masakari)
    {
        masakari.Cloud.ReviveHost("c1");
        await masakari.PassAsync(3);
        masakari.Cloud.KillHost("c1");
    }

    private static async Task<Guid> EndWithReturnAsync(MasakariScenario masakari, GuestsAfterRestart guests = GuestsAfterRestart.Run)
    {
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        masakari.Cloud.ReviveHost("c1", guests);
        await masakari.EndAsync(notification);
        await masakari.PassAsync(30);
        return notification;
    }
}
