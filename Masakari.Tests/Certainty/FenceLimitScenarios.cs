using Masakari.Core.Recovery.Operator;
using static Masakari.Tests.Certainty.FenceStory;

namespace Masakari.Tests.Certainty;

/// <summary>When no fence command runs, and who runs it after a crash.</summary>
public sealed class FenceLimitScenarios
{
    [Test]
    public async Task A_living_host_is_never_switched_off()
    {
        await using var masakari = await BeginAsync();

        var notification = await masakari.NotifyAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("False alarm"));
        Assert.That(masakari.Commands.Runs, Is.Empty);
    }

    [Test]
    public async Task A_living_host_with_a_forgotten_forced_down_is_never_switched_off()
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(100);

        var notification = await masakari.NotifyAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        Assert.That((masakari.Commands.Runs.Count, masakari.Evacuates()), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_host_that_is_heard_of_again_is_a_false_alarm_and_its_command_is_killed()
    {
        await using var masakari = await BeginAsync();
        masakari.Commands.Answer = _ => (50, Off);
        masakari.Cloud.SilenceHost("c1");
        var notification = await masakari.NotifyAsync("c1");
        await masakari.UntilAsync(() => masakari.Commands.Runs.Count == 1);

        masakari.Cloud.ReviveHost("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        Assert.That((masakari.Evacuates(), masakari.Commands.Runs.Single().WasKilled), Is.EqualTo((0, true)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_host_with_proof_from_outside_is_not_asked_about(bool byForcedDown)
    {
        await using var masakari = await BeginAsync();
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(100);
        if (byForcedDown) masakari.Cloud.ForceDown("c1");
        else await masakari.ConfirmDownAsync("c1");

        var notification = await masakari.NotifyAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That(masakari.Commands.Runs, Is.Empty);
    }

    [Test]
    public async Task Without_a_command_nothing_is_noted()
    {
        await using var masakari = await Story.BeginAsync("vm1");

        await masakari.LoseHostAsync("c1");

        Assert.That(await masakari.QueryAsync<string>("SELECT notification_uuid FROM host_fencing"), Is.Empty);
    }

    [Test]
    public async Task In_a_mass_failure_no_command_runs_before_the_operator_releases_the_host()
    {
        await using var masakari = await MassFailureStory.BeginAsync(hosts: 5, conf: Conf);
        var notifications = await MassFailureStory.LoseAsync(masakari, 3);
        await masakari.PassAsync(900);
        Assert.That((masakari.Commands.Runs.Count, masakari.Evacuates()), Is.EqualTo((0, 0)));
        foreach (var held in notifications) Assert.That(await masakari.StatusAsync(held), Is.EqualTo("new"), masakari.Told);

        await masakari.Life.Get<HeldRecoveries>().ReleaseAsync(notifications[1], "alice@ctl1", null, default);
        await masakari.PassAsync(60);

        Assert.That(masakari.Commands.Runs.Select(run => run.Call.Arguments[^1]), Is.EqualTo(new[] { "c2" }));
        Assert.That(await masakari.EndAsync(notifications[1]), Is.EqualTo("finished"));
    }

    [Test]
    public async Task An_abort_kills_the_command()
    {
        await using var masakari = await BeginAsync();
        masakari.Commands.Answer = _ => (50, Off);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Commands.Runs.Count == 1);

        await masakari.AbortAsync(notification);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        await masakari.PassAsync(200);
        Assert.That((masakari.Commands.Runs.Single().WasKilled, masakari.Evacuates()), Is.EqualTo((true, 0)));
    }

    [Test]
    public async Task No_command_starts_during_a_pause()
    {
        await using var masakari = await BeginAsync();
        await masakari.KillAndReportAsync("c1");
        await masakari.PauseAsync();
        await masakari.PassAsync(300);
        var duringThePause = (masakari.Commands.Runs.Count, await masakari.QueryAsync<long>("SELECT asks FROM host_fencing"));

        await masakari.ResumeAsync();
        await masakari.PassAsync(30);

        Assert.That(duringThePause, Is.EqualTo((0, Array.Empty<long>())));
        Assert.That((masakari.Commands.Runs.Count, masakari.Evacuates()), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_pause_lets_a_command_end_and_its_answer_is_asked_for_anew_afterwards()
    {
        await using var masakari = await BeginAsync();
        masakari.Commands.Answer = call => (10, call == 1 ? Off : On);
        await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Commands.Runs.Count == 1);
        await masakari.PauseAsync();
        await masakari.PassAsync(300);

        Assert.That((masakari.Commands.Runs.Single().WasKilled, masakari.Evacuates()), Is.EqualTo((false, 0)));
        await masakari.ResumeAsync();
        await masakari.PassAsync(300);

        Assert.That(masakari.Evacuates(), Is.Zero, "evacuated on an answer from before the pause");
    }

    [Test]
    public async Task After_a_crash_in_mid_run_the_command_is_asked_again()
    {
        await using var masakari = await BeginAsync("require_proof = true\n");
        masakari.Commands.Answer = call => (call == 1 ? Hangs : 1, Off);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Commands.Runs.Count == 1);

        await masakari.KillAndRestartAsync();

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), masakari.Told);
        Assert.That((masakari.Commands.Runs.Count, masakari.Evacuates()), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Two_controllers_ask_once_and_the_second_asks_again_when_the_first_dies()
    {
        await using var masakari = await BeginAsync("require_proof = true\n");
        await masakari.StartOtherAsync();
        masakari.Commands.Answer = _ => (55, Off);
        masakari.Cloud.KillHost("c1");
        await masakari.NotifyThroughAsync(masakari.Other!, "c1");
        await masakari.PassAsync(50);
        Assert.That(masakari.Commands.Runs, Has.Count.EqualTo(1));

        await masakari.KillOtherAsync();
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);

        Assert.That(masakari.Commands.Runs, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_command_is_killed_when_the_claim_is_lost()
    {
        await using var masakari = await BeginAsync();
        masakari.Commands.Answer = _ => (50, Off);
        await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Commands.Runs.Count == 1);

        await masakari.Life.ExecuteAsync("UPDATE recovery_claims SET owner = 'another', epoch = epoch + 1");
        await masakari.PassAsync(15);

        Assert.That(masakari.Commands.Runs.Single().WasKilled, Is.True);
    }
}
