using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>A recovery whose evidence is silence alone, at a time when silence proves nothing: it waits, and says so.</summary>
public sealed class WaitScenarios
{
    private const string RequireProof = "[host_failure]\nrequire_proof = true\n";

    private static readonly string[] TwoHosts = ["c1", "c2"];

    [Test]
    public async Task The_message_says_what_is_waited_for_since_when_and_what_the_operator_can_do()
    {
        await using var masakari = await BeginWithOneLeftAsync();
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(300);

        Assert.That(
            await masakari.MessageAsync(notification), Does.Match(
                "^Waiting since 2026-01-01 00:0[0-9]:[0-9]{2}Z\\. "
                + "Host c1 is silent, but Nova receives no heartbeat from any other nova-compute either\\. "
                + "If the host is dead, run `masakari manage confirm-down c1`, or force its nova-compute down in Nova\\. "
                + $"To end the recovery, run `masakari manage abort {notification}`\\.$"));
        // Said at 180 s of silence, and again each minute.
        Assert.That(masakari.Log, Has.Exactly(3).Contains("(host c1): the recovery waits. Host c1 is silent"));
    }

    [Test]
    public async Task The_message_says_that_there_is_no_destination()
    {
        await using var masakari = await Story.BeginAsync(TwoHosts, "", options: null, "vm1");
        masakari.Cloud.WriteService("c2", disabled: true);
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(300);
        var waiting = await masakari.MessageAsync(notification);
        masakari.Cloud.WriteService("c2", disabled: false);
        await masakari.EndAsync(notification);

        Assert.That(waiting, Does.Contain("no other nova-compute is enabled and up").And.Contain($"manage abort {notification}"));
        Assert.That(await masakari.MessageAsync(notification), Is.Empty);
    }

    [Test]
    public async Task The_message_says_until_when_the_silence_is_waited_for()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(170);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"));
        Assert.That(
            await masakari.MessageAsync(notification), Does.Match(
                "^Waiting since 2026-01-01 00:00:0[0-9]Z\\. Nova received the last heartbeat of host c1 at 2025-12-31 23:59:[0-9]{2}Z\\. "
                + "Its instances are evacuated at 2026-01-01 00:0[23]:[0-9]{2}Z if it stays silent\\. If the host is dead, run "));
        Assert.That(masakari.Log, Has.Exactly(3).Contains("Nova received the last heartbeat of host c1"), "at once, and again each minute");
        var shown = await masakari.GetAsync($"notifications/{notification}");
        Assert.That(shown.GetRawText(), Does.Contain("recovery_workflow_details").And.Contain("Waiting since"));
    }

    [Test]
    public async Task The_notification_is_not_written_again_while_it_waits()
    {
        await using var masakari = await BeginWithOneLeftAsync();
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(300);
        var before = await masakari.FindAsync(notification);

        await masakari.PassAsync(300);

        Assert.That(await masakari.FindAsync(notification), Is.EqualTo(before));
    }

    [Test]
    public async Task A_wait_has_no_limit_and_uses_no_attempt()
    {
        const string EarlyExpiry = "[DEFAULT]\nnotifications_expired_interval = 3600\n";
        await using var masakari = await Story.BeginAsync(TwoHosts, EarlyExpiry, options: null, "vm1");
        masakari.Cloud.KillHost("c2");
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(7200);

        Assert.That((await masakari.StatusAsync(notification), masakari.Evacuates()), Is.EqualTo(("running", 0)));
        Assert.That(await masakari.QueryAsync<int>("SELECT attempts FROM recovery_work"), Is.Empty);
        masakari.Cloud.ReviveHost("c2");
        Assert.That((await masakari.EndAsync(notification), masakari.Cloud.Server("vm1").Host), Is.EqualTo(("finished", "c2")));
    }

    [Test]
    public async Task A_nova_that_does_not_answer_ends_no_wait()
    {
        await using var masakari = await BeginWithOneLeftAsync();
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(300);

        masakari.Cloud.Fail(new FaultRule { Path = "/compute/*", Effect = new FaultEffect.Drop(), For = TimeSpan.FromSeconds(900) });
        await masakari.PassAsync(890);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"));
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("Waiting since"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Proof_ends_the_wait_for_heartbeats(bool forcedDown)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.LoseBus(TimeSpan.FromSeconds(900));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(300);
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("Waiting since"));

        await ProveAsync(masakari, forcedDown);
        await masakari.PassAsync(5);
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("no destination").And.Not.Contain("heartbeat"));
        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Silence_alone_evacuates_nothing_when_proof_is_required(bool forcedDown)
    {
        await using var masakari = await Story.BeginWithAsync(RequireProof, options: null, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(1200);
        Assert.That((masakari.Evacuates(), await masakari.StatusAsync(notification)), Is.EqualTo((0, "running")));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("require_proof").And.Contain("confirm-down c1"));
        await ProveAsync(masakari, forcedDown);

        Assert.That((await masakari.EndAsync(notification), masakari.LeftOn("c1").Count), Is.EqualTo(("finished", 0)));
        Assert.That(await masakari.MessageAsync(notification), Is.Empty);
    }

    [Test]
    public async Task A_host_that_is_alive_ends_the_wait_for_proof_as_a_false_alarm()
    {
        await using var masakari = await Story.BeginWithAsync(RequireProof, options: null, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(400);

        masakari.Cloud.ReviveHost("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.Evacuates()), Is.EqualTo(("failed", 0)));
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("False alarm"));
        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.False);
    }

    /// <summary>The nova-computes reconnect one after the other: c1 reports 25 s later than the others.</summary>
    [Test]
    public async Task A_living_host_that_reports_later_than_the_others_after_an_outage_is_a_false_alarm()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.LoseBus(TimeSpan.FromSeconds(400));
        masakari.Cloud.SilenceHost("c1");
        var notification = await masakari.NotifyAsync("c1");

        await masakari.PassAsync(425);
        masakari.Cloud.ReviveHost("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.Evacuates()), Is.EqualTo(("failed", 0)));
    }

    [Test]
    public async Task An_abort_ends_the_wait()
    {
        await using var masakari = await BeginWithOneLeftAsync();
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(300);

        await masakari.AbortAsync(notification);
        await masakari.PassAsync(5);

        Assert.That((await masakari.StatusAsync(notification), masakari.Evacuates()), Is.EqualTo(("failed", 0)));
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("Aborted by alice@ctl1"));
    }

    [Test]
    public async Task A_pause_outlasts_the_wait_and_nothing_is_sent_in_it()
    {
        await using var masakari = await BeginWithOneLeftAsync();
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(300);

        await masakari.PauseAsync();
        masakari.Cloud.ReviveHost("c2");
        await masakari.PassAsync(300);
        Assert.That((await masakari.StatusAsync(notification), masakari.Evacuates()), Is.EqualTo(("running", 0)));
        await masakari.ResumeAsync();

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
    }

    [Test]
    public async Task A_wait_survives_the_death_of_the_controller()
    {
        await using var masakari = await BeginWithOneLeftAsync();
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(300);

        await masakari.KillAndRestartAsync(downFor: TimeSpan.FromSeconds(5));
        await masakari.PassAsync(400);
        Assert.That((await masakari.StatusAsync(notification), masakari.Evacuates()), Is.EqualTo(("running", 0)));
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("Waiting since"));
        masakari.Cloud.ReviveHost("c2");

        Assert.That((await masakari.EndAsync(notification), await masakari.MessageAsync(notification)), Is.EqualTo(("finished", "")));
    }

    /// <summary>The words of the dead controller do not stay in the message of a recovery that goes on.</summary>
    [Test]
    public async Task Proof_that_comes_while_no_controller_lives_ends_the_wait()
    {
        await using var masakari = await BeginWithOneLeftAsync();
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(300);
        await masakari.Life.KillAsync();

        masakari.Cloud.ForceDown("c1");
        await masakari.KillAndRestartAsync();
        await masakari.PassAsync(60);
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("no destination").And.Not.Contain("heartbeat"));
        masakari.Cloud.ReviveHost("c2");

        Assert.That((await masakari.EndAsync(notification), masakari.LeftOn("c1").Count), Is.EqualTo(("finished", 0)));
    }

    [Test]
    public async Task A_verify_interval_longer_than_the_heartbeats_misses_none_of_them()
    {
        await using var masakari = await Story.BeginWithAsync("[DEFAULT]\nverify_interval = 60\n", options: null, "vm1");

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.LeftOn("c1"), Is.Empty);
    }

    /// <summary>c1 with vm1, and c2 that is dead.</summary>
    private static async Task<MasakariScenario> BeginWithOneLeftAsync()
    {
        var masakari = await Story.BeginAsync(TwoHosts, "", options: null, "vm1");
        masakari.Cloud.KillHost("c2");
        return masakari;
    }

    private static async Task ProveAsync(MasakariScenario masakari, bool forcedDown)
    {
        if (forcedDown) masakari.Cloud.ForceDown("c1");
        else await masakari.ConfirmDownAsync("c1");
    }
}
