using Masakari.Core.VMoves;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Guests that a reboot of their host has stopped: which are started when the host is back, and which are not.</summary>
public sealed class ReturnedGuestScenarios
{
    /// <summary>Nova notices what is off only so long after the start of nova-compute.</summary>
    private static readonly SimulatedCloudOptions LateSync = new() { StartSyncDelay = TimeSpan.FromSeconds(60) };

    [Test]
    public async Task Nova_is_given_time_to_notice_what_is_off_and_the_message_says_so()
    {
        await using var masakari = await Story.BeginWithAsync("", LateSync, "vm1", "vm2");
        var notification = await RebootAsync(masakari);
        await masakari.PassAsync(40);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("Host c1 is back").And.Contain("Started: 0; still looked at: 2"));
        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.False, "the host is in service while its guests are looked at");

        await masakari.EndAsync(notification);
        Assert.That(Running(masakari, "vm1", "vm2"), Is.EqualTo(new[] { "vm1", "vm2" }));
        Assert.That(await masakari.MessageAsync(notification), Does.EndWith("2 instances that had stopped with the host were started."));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_guest_that_its_user_stops_after_the_first_look_is_left_alone()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(40);
        masakari.Cloud.StopByOwner("vm2");
        await masakari.PassAsync(30);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);

        await masakari.EndAsync(notification);

        Assert.That(Running(masakari, "vm1", "vm2"), Is.EqualTo(new[] { "vm1" }));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(1));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("1 instance ").And.Not.Contain("vm2"));
    }

    [Test]
    public async Task A_guest_that_was_stopped_before_is_left_alone()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.AddServer("c1", "vm2", vmState: "stopped");
        var notification = await RebootAsync(masakari);

        await masakari.EndAsync(notification);

        Assert.That((masakari.Cloud.Server("vm2").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 1)));
    }

    [Test]
    public async Task Guests_that_stopped_with_the_host_before_it_was_reported_are_started()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.ShutDownHost("c1", off: TimeSpan.FromSeconds(30));
        await masakari.PassAsync(31);
        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("stopped"));
        var notification = await RebootAsync(masakari);

        await masakari.EndAsync(notification);

        Assert.That((Running(masakari, "vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Only_guests_that_would_be_moved_are_started()
    {
        await using var masakari = await Story.BeginWithAsync("[host_failure]\nevacuate_all_instances = false\n", options: null, "vm1");
        masakari.Cloud.AddServer("c1", "vm2", metadata: new Dictionary<string, string> { ["HA_Enabled"] = "True" });
        var notification = await RebootAsync(masakari);

        await masakari.EndAsync(notification);
        await masakari.PassAsync(30);

        Assert.That((Running(masakari, "vm1", "vm2"), masakari.Cloud.CountCalls("os-start")), Is.EqualTo((new[] { "vm2" }, 1)));
    }

    [Test]
    public async Task Nothing_is_started_when_it_is_switched_off()
    {
        await using var masakari = await Story.BeginWithAsync("[recovery]\nstart_guests_of_returned_host = false\n", options: null, "vm1");
        var notification = await RebootAsync(masakari);
        var back = masakari.Clock.GetUtcNow();

        await masakari.EndAsync(notification);

        Assert.That(masakari.SecondsSince(back), Is.LessThan(40), "nothing is waited for");
        await masakari.PassAsync(60);
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
    }

    [Test]
    public async Task What_nova_notices_after_the_time_is_not_started()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { StartSyncDelay = TimeSpan.FromSeconds(400) }, "vm1");
        var notification = await RebootAsync(masakari);
        var back = masakari.Clock.GetUtcNow();

        await masakari.EndAsync(notification);

        Assert.That(masakari.SecondsSince(back), Is.InRange(180, 220));
        await masakari.PassAsync(400);
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
    }

    /// <summary>A false report. What a user does inside a guest meanwhile is the user's affair.</summary>
    [Test]
    public async Task A_host_that_missed_no_heartbeat_has_no_guest_started_and_is_not_waited_for()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.CrashGuest("vm1");
        var notification = await masakari.NotifyAsync("c1");
        var reported = masakari.Clock.GetUtcNow();

        await masakari.EndAsync(notification);

        Assert.That(masakari.SecondsSince(reported), Is.LessThan(40));
        await masakari.PassAsync(60);
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
    }

    [Test]
    public async Task A_host_that_starts_its_guests_itself_is_sent_no_start()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(70);
        masakari.Cloud.ReviveHost("c1");

        await masakari.EndAsync(notification);

        Assert.That((Running(masakari, "vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 0)));
        Assert.That(await masakari.MessageAsync(notification), Does.EndWith("No instance was moved."));
    }

    [Test]
    public async Task During_a_pause_nothing_is_started_and_afterwards_it_is()
    {
        await using var masakari = await Story.BeginWithAsync("", LateSync, "vm1");
        var notification = await RebootAsync(masakari);
        await masakari.PassAsync(40);
        await masakari.PauseAsync();
        await masakari.PassAsync(300);
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));

        await masakari.ResumeAsync();
        await masakari.EndAsync(notification);

        Assert.That((Running(masakari, "vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task An_abort_ends_the_watch_and_starts_nothing()
    {
        await using var masakari = await Story.BeginWithAsync("", LateSync, "vm1");
        var notification = await RebootAsync(masakari);
        await masakari.PassAsync(40);

        await masakari.AbortAsync(notification);
        await masakari.EndAsync(notification);
        await masakari.PassAsync(120);

        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("Aborted"));
    }

    [Test]
    public async Task A_host_that_dies_again_ends_the_starts()
    {
        await using var masakari = await Story.BeginWithAsync("", LateSync, "vm1");
        var notification = await RebootAsync(masakari);
        await masakari.PassAsync(40);
        masakari.Cloud.KillHost("c1");

        var end = await masakari.EndAsync(notification);

        Assert.That((end, masakari.Cloud.CountCalls("os-start"), masakari.Evacuates()), Is.EqualTo(("failed", 0, 0)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("sends no heartbeats any more"));

        Assert.That(await masakari.EndAsync(await masakari.NotifyAsync("c1", hostStatus: "NORMAL")), Is.EqualTo("finished"));
        Assert.That(Running(masakari, "vm1"), Has.Length.EqualTo(1), "the next report's");
    }

    [Test]
    public async Task A_guest_that_is_deleted_meanwhile_is_not_missed()
    {
        await using var masakari = await Story.BeginWithAsync("", LateSync, "vm1", "vm2");
        var notification = await RebootAsync(masakari);
        await masakari.PassAsync(40);
        masakari.Cloud.DeleteServer("vm2");

        await masakari.EndAsync(notification);

        Assert.That((Running(masakari, "vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("1 instance ").And.Not.Contain("vm2"));
    }

    [Test]
    public async Task A_guest_whose_start_nova_rejects_is_named_and_the_others_are_started()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.Fail(new FaultRule { Action = "os-start", Server = "vm1", Effect = new FaultEffect.Status(400, "No valid image.") });
        var notification = await RebootAsync(masakari);

        await masakari.EndAsync(notification);

        Assert.That((Running(masakari, "vm1", "vm2"), masakari.Cloud.CountCalls("os-start")), Is.EqualTo((new[] { "vm2" }, 2)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("1 instance does not run").And.Contain("vm1 (").And.Contain("No valid image"));
    }

    [Test]
    public async Task A_start_that_nova_accepts_and_does_not_carry_out_is_named_and_not_repeated()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { PowerActionTime = TimeSpan.FromSeconds(500) }, "vm1");
        var notification = await RebootAsync(masakari);

        await masakari.EndAsync(notification);

        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(1));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("vm1 (").And.Contain("did not show it active"));
    }

    [Test]
    public async Task A_start_whose_answer_was_lost_is_not_sent_twice()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "os-start", Effect = new FaultEffect.LoseAnswer() });
        var notification = await RebootAsync(masakari);

        await masakari.EndAsync(notification);

        Assert.That((Running(masakari, "vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("1 instance that had stopped with the host was started"));
    }

    [Test]
    public async Task An_outage_of_nova_does_not_end_the_watch([Values(60, 300)] int seconds)
    {
        await using var masakari = await Story.BeginWithAsync("", LateSync, "vm1");
        var notification = await RebootAsync(masakari);
        await masakari.PassAsync(40);
        masakari.Cloud.Fail(new FaultRule
        {
            Path = "/compute/*", For = TimeSpan.FromSeconds(seconds), Effect = new FaultEffect.Status(503),
        });

        await masakari.EndAsync(notification);

        Assert.That((Running(masakari, "vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Many_guests_cost_one_start_and_one_look_at_the_actions_each()
    {
        await using var masakari = await Story.BeginAsync(Story.Servers(130));
        var notification = await RebootAsync(masakari);
        var lists = masakari.Cloud.CountCalls("GET servers/detail");

        await masakari.EndAsync(notification);

        Assert.That(Running(masakari, Story.Servers(130)), Has.Length.EqualTo(130));
        Assert.That(
            (masakari.Cloud.CountCalls("os-start"), masakari.Cloud.CountCalls("GET servers/*/os-instance-actions")), Is.EqualTo((130, 130)));
        Assert.That(masakari.Cloud.CountCalls("GET servers/detail") - lists, Is.LessThan(15), "one list for all");
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("130 instances that had stopped with the host were started"));
    }

    /// <summary>The first look is the dead engine's; the host is back before the next one begins.</summary>
    [Test]
    public async Task Whoever_takes_over_starts_what_ran_at_the_first_look()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(50);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);
        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(40));

        await masakari.EndAsync(notification);

        Assert.That((Running(masakari, "vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_kill_among_the_starts_leaves_nothing_off_and_starts_nothing_twice([Values(1, 2)] int killedAfter)
    {
        var conf = "[recovery]\nmax_changes_in_flight = 1\n";
        await using var masakari = await Story.BeginWithAsync(conf, options: null, Story.Servers(3));
        masakari.Cloud.Fail(new FaultRule { Action = "os-start", Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(1)) });
        var notification = await RebootAsync(masakari);
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("os-start") == killedAfter);
        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(5));

        await masakari.EndAsync(notification);

        Assert.That(Running(masakari, Story.Servers(3)), Is.EqualTo(Story.Servers(3)));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(3));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("3 instances that had stopped with the host were started"));
    }

    /// <summary>A host that was found to be back is never evacuated by the same notification.</summary>
    [Test]
    public async Task A_host_that_dies_again_while_nobody_works_is_not_evacuated_by_the_old_report()
    {
        await using var masakari = await Story.BeginWithAsync("", LateSync, "vm1");
        var notification = await RebootAsync(masakari);
        await masakari.PassAsync(40);
        masakari.Cloud.KillHost("c1");
        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(300));

        Assert.That((await masakari.EndAsync(notification), masakari.Evacuates()), Is.EqualTo(("failed", 0)));
    }

    [Test]
    public async Task What_was_left_by_an_evacuation_is_started_and_the_recovery_is_finished()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null, Story.Servers(3));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);

        var end = await masakari.EndAsync(notification);

        Assert.That((end, masakari.Cloud.CountCalls("os-start"), masakari.Cloud.Host("c1").IsDisabled), Is.EqualTo(("finished", 2, true)));
        Assert.That(Running(masakari, Story.Servers(3)), Has.Length.EqualTo(3));
        Assert.That(
            await masakari.MessageAsync(notification),
            Does.Contain("1 of 3 instances were moved").And.Contain("2 instances that had stopped with the host were started"));
    }

    [Test]
    public async Task A_left_guest_whose_start_fails_fails_the_recovery()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null, Story.Servers(3));
        masakari.Cloud.Fail(new FaultRule { Action = "os-start", Server = "vm3", Effect = new FaultEffect.Status(400, "No valid image.") });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("vm3 (").And.Contain("No valid image").And.Contain("1 instance "));
    }

    /// <summary>What a dead engine had sent is followed to its end by the next one, which finds the host back.</summary>
    [Test]
    public async Task An_evacuation_under_way_at_a_take_over_lands_and_nothing_is_started_on_the_source()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { EvacuationTime = TimeSpan.FromSeconds(90) }, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        await masakari.PassAsync(5);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);
        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(5));

        var end = await masakari.EndAsync(notification);

        Assert.That((end, masakari.Evacuates(), masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("finished", 1, 0)));
        Assert.That((await masakari.VMovesAsync(notification)).Single().Status, Is.EqualTo(VMoveStatus.Succeeded));
        Assert.That((masakari.Cloud.Server("vm1").RanTwice, masakari.LeftOn("c1").Count), Is.EqualTo((false, 0)));
    }

    /// <summary>Nova starts what it evacuates in error: the next engine stops it, too.</summary>
    [Test]
    public async Task What_lands_after_a_take_over_is_stopped_if_it_did_not_run_before()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { EvacuationTime = TimeSpan.FromSeconds(30) });
        masakari.Cloud.AddServer("c1", "vm1", vmState: "paused");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        await masakari.PassAsync(5);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);
        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(50));

        var end = await masakari.EndAsync(notification);

        Assert.That((end, masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo(("finished", 0, "stopped")));
    }

    /// <summary>The host dies, is reported, and is back with its guests off before it is evacuated.</summary>
    private static async Task<Guid> RebootAsync(MasakariScenario masakari)
    {
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(70);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);
        return notification;
    }

    private static string[] Running(MasakariScenario masakari, params string[] servers) =>
        [.. servers.Where(name => masakari.Cloud.Server(name) is { VmState: "active", GuestRuns: true })];
}
