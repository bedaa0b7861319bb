using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;
using Masakari.Tests.Scenarios;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Lost answers, dead controllers and outages in the recovery of a guest.</summary>
public sealed class GuestTroubleScenarios
{
    private const string Guests = GuestStory.AllGuests;

    [TestCase("lock")]
    [TestCase("os-stop")]
    [TestCase("os-start")]
    [TestCase("unlock")]
    public async Task A_lost_answer_is_got_over(string action)
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = action, Times = 1, Effect = new FaultEffect.LoseAnswer() });

        Assert.That(await masakari.EndAsync(await masakari.CrashAsync("vm1")), Is.EqualTo("finished"));
        await masakari.PassAsync(60);

        masakari.Cloud.AssertRuns("vm1");
    }

    /// <summary>Nova has not accepted the stop of the attempt before: what stops the instance afterwards is its user.</summary>
    [Test]
    public async Task A_users_stop_after_a_rejected_one_of_ours_is_the_users()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "os-stop", Times = 1, Effect = new FaultEffect.Status(409) });
        var notification = await masakari.CrashAsync("vm1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("os-stop") > 0);
        await masakari.PassAsync(2);

        masakari.Cloud.StopByOwner("vm1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.Zero, "started against the user's will");
    }

    /// <summary>A stop whose answer was lost may reach Nova until its time-out is over.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_stop_that_may_still_be_on_its_way_is_waited_out_before_the_start(bool isKilled)
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "os-stop", Times = 1, Effect = new FaultEffect.LoseAnswer() });
        var notification = await masakari.CrashAsync("vm1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("os-stop") > 0);
        if (isKilled) await masakari.KillAndRestartAsync();

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));

        masakari.Cloud.AssertRuns("vm1");
        var (stopped, started) = (masakari.Cloud.CallsOf("os-stop")[^1].At, masakari.Cloud.CallsOf("os-start")[0].At);
        Assert.That((started - stopped).TotalSeconds, Is.InRange(30, 45));
    }

    [Test]
    public async Task A_lock_that_could_not_be_taken_off_is_taken_off_by_the_sweep()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "unlock", Times = 1, Effect = new FaultEffect.Status(500) });

        Assert.That(await masakari.EndAsync(await masakari.CrashAsync("vm1")), Is.EqualTo("finished"));
        await masakari.PassAsync(10);

        Assert.That(masakari.Cloud.Server("vm1").IsLocked, Is.False);
    }

    [TestCase("lock")]
    [TestCase("os-stop")]
    [TestCase("os-start")]
    [TestCase("unlock")]
    public async Task Killed_right_after_a_call_the_next_life_ends_the_recovery_once(string action)
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        var notification = await masakari.CrashAsync("vm1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls(action) > 0);

        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(3));

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        await masakari.PassAsync(60);
        masakari.Cloud.AssertRuns("vm1");
        Assert.That(StopsAfterStart(masakari), Is.Zero, "stopped again after it was started");
        Assert.That(await masakari.QueryAsync<string>("SELECT instance_uuid FROM open_moves"), Is.Empty);
    }

    [TestCase("os-stop")]
    [TestCase("os-start")]
    public async Task Another_controller_takes_over_and_the_lock_does_not_stay(string action)
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        var notification = await masakari.CrashAsync("vm1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls(action) > 0);

        await masakari.StartOtherAsync();
        await masakari.Life.KillAsync();
        await masakari.PassAsync(120);

        masakari.Cloud.AssertRuns("vm1");
        Assert.That(StopsAfterStart(masakari), Is.Zero);
        var stored = await masakari.Other!.Get<NotificationRepository>().FindAsync(notification, default);
        Assert.That(stored!.Status, Is.EqualTo(NotificationStatus.Finished));
    }

    [Test]
    public async Task A_pause_holds_the_next_change_and_the_recovery_goes_on_after_it()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        await masakari.PauseAsync();
        await masakari.PassAsync(2);

        var notification = await masakari.CrashAsync("vm1");
        await masakari.PassAsync(120);
        Assert.That(masakari.Changes(), Is.Zero, "changed something during the pause");
        await masakari.ResumeAsync();

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        masakari.Cloud.AssertRuns("vm1");
    }

    [Test]
    public async Task An_abort_ends_the_wait_for_the_stop_and_takes_the_lock_off()
    {
        await using var masakari = await Story.BeginWithAsync(
            Guests, new SimulatedCloudOptions { PowerActionTime = TimeSpan.FromHours(1) }, "vm1");
        var notification = await masakari.CrashAsync("vm1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("os-stop") > 0);

        await masakari.AbortAsync(notification);
        await masakari.PassAsync(10);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("failed"));
        Assert.That((masakari.Cloud.Server("vm1").IsLocked, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((false, 0)));
    }

    [Test]
    public async Task Nova_away_for_minutes_uses_up_no_attempt()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Path = "/compute/*", For = TimeSpan.FromMinutes(20), Effect = new FaultEffect.Status(503) });

        Assert.That(await masakari.EndAsync(await masakari.CrashAsync("vm1")), Is.EqualTo("finished"));

        masakari.Cloud.AssertRuns("vm1");
    }

    /// <summary>A nova-compute that answers 202 and does nothing.</summary>
    [Test]
    public async Task An_accepted_stop_proves_nothing()
    {
        await using var masakari = await Story.BeginWithAsync(
            Guests, new SimulatedCloudOptions { PowerActionTime = TimeSpan.FromHours(3) }, "vm1");

        var notification = await masakari.CrashAsync("vm1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.Zero);
        Assert.That(masakari.Cloud.Server("vm1").IsLocked, Is.False);
    }

    private static int StopsAfterStart(MasakariScenario masakari)
    {
        var started = masakari.Cloud.CallsOf("os-start")[0].At;
        return masakari.Cloud.CallsOf("os-stop").Count(call => call.At > started);
    }
}
