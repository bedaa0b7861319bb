using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>What proves that a host is dead, how long that holds, and what a single reading is worth.</summary>
public sealed class ProofScenarios
{
    /// <summary>180 s; Nova shows whole seconds.</summary>
    private const double WantedSilence = 179;

    private const string SlowRetry = "[recovery]\nretry_first_seconds = 120\n";

    [Test]
    public async Task The_operators_word_is_void_after_a_heartbeat()
    {
        await using var masakari = await Story.BeginWithAsync(SlowRetry, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(500) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(80);
        await masakari.ConfirmDownAsync("c1");
        await masakari.UntilStatusAsync(notification, "error");

        await ComeBackForAsync(masakari, seconds: 15);
        await masakari.EndAsync(notification);

        Assert.That(
            masakari.SilencesBeforeEvacuates(), Is.All.GreaterThanOrEqualTo(WantedSilence),
            "evacuated on proof from before the last heartbeat");
    }

    [Test]
    public async Task Forced_down_is_void_after_a_heartbeat()
    {
        await using var masakari = await Story.BeginWithAsync(SlowRetry, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(500) });
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilStatusAsync(notification, "error");

        masakari.Cloud.WriteService("c1", forcedDown: false);
        await ComeBackForAsync(masakari, seconds: 15);
        await masakari.EndAsync(notification);

        Assert.That(
            masakari.SilencesBeforeEvacuates(), Is.All.GreaterThanOrEqualTo(WantedSilence),
            "evacuated on proof from before the last heartbeat");
    }

    [Test]
    public async Task The_operators_word_from_before_the_last_heartbeat_is_worth_nothing()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.ConfirmDownAsync("c1");
        await masakari.PassAsync(60);

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.SilencesBeforeEvacuates(), Is.All.GreaterThanOrEqualTo(WantedSilence).And.Exactly(1).Items);
    }

    /// <summary>Whatever the database's clock shows, it is not compared with Nova's.</summary>
    [Test]
    public async Task The_operators_word_from_before_the_last_heartbeat_is_worth_nothing_by_a_fast_database()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.DatabaseClock.Step(TimeSpan.FromMinutes(2));
        await masakari.ConfirmDownAsync("c1");
        await masakari.PassAsync(60);

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.SilencesBeforeEvacuates(), Is.All.GreaterThanOrEqualTo(WantedSilence).And.Exactly(1).Items);
    }

    [Test]
    public async Task The_operators_word_counts_by_a_slow_database()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.DatabaseClock.Step(TimeSpan.FromMinutes(-5));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(20);
        await masakari.ConfirmDownAsync("c1");

        await masakari.EndAsync(notification);

        Assert.That(masakari.SilencesBeforeEvacuates(), Is.All.LessThan(WantedSilence).And.Exactly(1).Items);
    }

    /// <summary>The database's clock is set back after the word, so that the word looks as if it was given just now.</summary>
    [Test]
    public async Task The_operators_word_is_void_after_a_heartbeat_although_the_databases_clock_was_set_back()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var first = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(20);
        await masakari.ConfirmDownAsync("c1");
        var confirmed = masakari.Clock.GetUtcNow();
        await masakari.PassAsync(5);
        masakari.Cloud.ReviveHost("c1");
        await masakari.EndAsync(first);

        masakari.DatabaseClock.Step(confirmed - masakari.Clock.GetUtcNow());
        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.SilencesBeforeEvacuates(), Is.All.GreaterThanOrEqualTo(WantedSilence).And.Exactly(1).Items);
    }

    [Test]
    public async Task Evidence_is_void_when_the_host_lived_while_all_controllers_were_away()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(500) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilStatusAsync(notification, "error");
        await masakari.Life.KillAsync();

        await ComeBackForAsync(masakari, seconds: 100);
        await masakari.PassAsync(70);
        await masakari.KillAndRestartAsync();
        await masakari.EndAsync(notification);

        Assert.That(
            masakari.SilencesBeforeEvacuates(), Is.All.GreaterThanOrEqualTo(WantedSilence),
            "evacuated on evidence from before the last heartbeat");
    }

    [Test]
    public async Task A_server_that_was_created_after_the_evidence_is_named_and_not_moved()
    {
        await using var masakari = await Story.BeginWithAsync(SlowRetry, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(500) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilStatusAsync(notification, "error");

        var created = masakari.Cloud.AddServer("c1", "new");
        masakari.Cloud.StopFailing();
        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.EqualTo(new[] { "new" }), "moved a server from after the evidence");
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("new").Or.Contain(created.ToString()));
    }

    [Test]
    public async Task Forced_down_that_is_set_while_we_look_is_trusted_at_once()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(30);

        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(5);

        Assert.That(masakari.Evacuates(), Is.EqualTo(1));
    }

    [Test]
    public async Task Forced_down_from_before_the_report_is_looked_at_twice()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.KillHost("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(600);

        var notification = await masakari.NotifyAsync("c1");
        await masakari.PassAsync(10);
        Assert.That(masakari.Evacuates(), Is.Zero, "trusted at once");
        await masakari.PassAsync(30);

        Assert.That((masakari.Evacuates(), await masakari.EndAsync(notification)), Is.EqualTo((1, "finished")));
    }

    [Test]
    public async Task One_late_heartbeat_restarts_the_silence_and_is_no_false_alarm()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(100);

        masakari.Cloud.RecordLateHeartbeat("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That(masakari.SilencesBeforeEvacuates(), Is.All.GreaterThanOrEqualTo(WantedSilence).And.Exactly(1).Items);
    }

    [Test]
    public async Task A_late_heartbeat_between_two_evacuations_does_not_end_the_recovery()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null, Story.Servers(3));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);

        masakari.Cloud.RecordLateHeartbeat("c1");

        Assert.That(
            (await masakari.EndAsync(notification), masakari.LeftOn("c1").Count), Is.EqualTo(("finished", 0)),
            "ended by one late heartbeat");
        Assert.That(masakari.SilencesBeforeEvacuates(), Is.All.GreaterThanOrEqualTo(WantedSilence), "evacuated on void evidence");
    }

    /// <summary>The last server is about to be evacuated: it waits for new evidence, and for nothing else.</summary>
    [Test]
    public async Task A_late_heartbeat_while_the_last_server_is_locked_delays_it_by_the_silence_alone()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "lock", Times = 1, Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(20)) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("lock") > 0);

        masakari.Cloud.RecordLateHeartbeat("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That(masakari.SilencesBeforeEvacuates(), Is.All.InRange(WantedSilence, WantedSilence + 30).And.Exactly(1).Items);
        Assert.That(masakari.Log, Has.None.Contains("next attempt"), "it took a retry");
    }

    [Test]
    public async Task A_late_heartbeat_before_a_retry_does_not_end_the_recovery()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(500) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilStatusAsync(notification, "error");

        masakari.Cloud.RecordLateHeartbeat("c1");
        masakari.Cloud.StopFailing();

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), "ended by one late heartbeat");
    }

    /// <summary>The host reports for a while and falls silent again; then Nova evacuates again.</summary>
    private static async Task ComeBackForAsync(MasakariScenario masakari, double seconds)
    {
        masakari.Cloud.ReviveHost("c1");
        await masakari.PassAsync(seconds);
        masakari.Cloud.SilenceHost("c1");
        masakari.Cloud.StopFailing();
    }
}
