using Masakari.Core.VMoves;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>The guests of a host that is back, when their recovery changes its owner or had begun to evacuate.</summary>
public sealed class ReturnedGuestLifeScenarios
{
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

        Assert.That((masakari.Running("vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
    }

    /// <summary>The dead engine has seen the first heartbeat after the gap; the next one sees only those that follow.</summary>
    [Test]
    public async Task Whoever_takes_over_knows_that_the_host_was_away()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.RebootAsync();
        await masakari.PassAsync(5);
        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(1));

        await masakari.EndAsync(notification);

        Assert.That((masakari.Running("vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
    }

    /// <summary>
    /// The dead engine has seen Nova call the host down, and the host is back so soon that the next one sees no gap between its heartbeats.
    /// </summary>
    [Test]
    public async Task Whoever_takes_over_knows_that_nova_called_the_host_down()
    {
        const string Conf = "[recovery]\nnova_report_interval_seconds = 40\n";
        var options = new SimulatedCloudOptions { ReportInterval = TimeSpan.FromSeconds(40), ServiceDownTime = TimeSpan.FromSeconds(60) };
        await using var masakari = await Story.BeginWithAsync(Conf, options, "vm1");
        var last = masakari.Cloud.Host("c1").UpdatedAt;
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync((last.AddSeconds(64) - masakari.Clock.GetUtcNow()).TotalSeconds);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);
        await masakari.KillAndRestartAsync();

        await masakari.EndAsync(notification);

        Assert.That((masakari.Running("vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_kill_among_the_starts_leaves_nothing_off_and_starts_nothing_twice([Values(1, 2)] int killedAfter)
    {
        var conf = "[recovery]\nmax_changes_in_flight = 1\n";
        await using var masakari = await Story.BeginWithAsync(conf, options: null, Story.Servers(3));
        masakari.Cloud.Fail(new FaultRule { Action = "os-start", Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(1)) });
        var notification = await masakari.RebootAsync();
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("os-start") == killedAfter);
        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(5));

        await masakari.EndAsync(notification);

        Assert.That(masakari.Running(Story.Servers(3)), Is.EqualTo(Story.Servers(3)));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(3));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("3 instances that had stopped with the host were started"));
    }

    /// <summary>A host that was found to be back is never evacuated by the same notification.</summary>
    [Test]
    public async Task A_host_that_dies_again_while_nobody_works_is_not_evacuated_by_the_old_report()
    {
        await using var masakari = await Story.BeginWithAsync("", ReturnedGuestStory.LateSync, "vm1");
        var notification = await masakari.RebootAsync();
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
        Assert.That(masakari.Running(Story.Servers(3)), Has.Length.EqualTo(3));
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
}
