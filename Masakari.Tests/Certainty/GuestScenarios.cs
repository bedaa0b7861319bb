using Masakari.Host.Sandbox;
using Masakari.Tests.Scenarios;

namespace Masakari.Tests.Certainty;

/// <summary>Guests that crashed: who stopped them, how often they are restarted, and what must not happen to them.</summary>
public sealed class GuestScenarios
{
    private const string Guests = GuestStory.AllGuests;

    [Test]
    public async Task A_guest_that_crashes_again_a_minute_after_its_recovery_is_recovered_again()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        Assert.That(await masakari.EndAsync(await masakari.CrashAsync("vm1")), Is.EqualTo("finished"));
        await masakari.PassAsync(60);

        var again = await masakari.CrashAsync("vm1");

        Assert.That(await masakari.EndAsync(again), Is.EqualTo("finished"));
        masakari.Cloud.AssertRuns("vm1");
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_report_that_equals_one_under_recovery_is_a_duplicate()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        await masakari.CrashAsync("vm1");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => masakari.ReportGuestAsync("vm1"));

        Assert.That(refused!.Message, Does.Contain("409"));
    }

    [Test]
    public async Task A_guest_that_crashes_again_and_again_is_left_down_after_three_recoveries()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1", "vm2");
        for (var crash = 0; crash < 3; crash++)
        {
            Assert.That(await masakari.EndAsync(await masakari.CrashAsync("vm1")), Is.EqualTo("finished"));
            await masakari.PassAsync(60);
        }

        var fourth = await masakari.CrashAsync("vm1");

        Assert.That(await masakari.EndAsync(fourth), Is.EqualTo("failed"));
        Assert.That(await masakari.MessageAsync(fourth), Does.Contain("was recovered 3 times within 1800 seconds: it was not restarted again"));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(3));
        Assert.That(masakari.Cloud.Server("vm1").IsLocked, Is.False);
        Assert.That(await masakari.EndAsync(await masakari.CrashAsync("vm2")), Is.EqualTo("finished"), "another guest");
        await masakari.PassAsync(1800);
        masakari.Cloud.StartByOwner("vm1");
        await masakari.PassAsync(10);
        Assert.That(await masakari.EndAsync(await masakari.CrashAsync("vm1")), Is.EqualTo("finished"), "half an hour later");
    }

    [Test]
    public async Task The_attempts_at_one_report_count_as_one_recovery()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "os-stop", Times = 4, Effect = new FaultEffect.Status(500) });

        Assert.That(await masakari.EndAsync(await masakari.CrashAsync("vm1")), Is.EqualTo("finished"));
    }

    [TestCase("QEMU_GUEST_AGENT_ERROR", "STOPPED_FAILED", 601, "ignored")]
    [TestCase("IO_ERROR", "IO_ERROR_REPORT", 3600, "ignored")]
    [TestCase("IO_ERROR", "IO_ERROR_REPORT", 590, "finished")]
    [TestCase("LIFECYCLE", "STOPPED_FAILED", 3600, "finished")]
    public async Task Old_news_of_a_sick_guest_restarts_no_healthy_one(string @event, string detail, double age, string status)
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");

        var notification = await masakari.ReportOldAsync("vm1", @event, detail, age);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo(status));
        Assert.That(masakari.Changes(), status == "ignored" ? Is.Zero : Is.GreaterThan(0));
        if (status == "ignored") Assert.That(await masakari.MessageAsync(notification), Does.Contain("seconds old when it arrived"));
    }

    [Test]
    public async Task A_guest_that_the_power_sync_has_stopped_is_started()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.CrashGuest("vm1");
        await masakari.PassAsync(30);

        Assert.That(await masakari.EndAsync(await masakari.ReportOldAsync("vm1", "LIFECYCLE", "STOPPED_FAILED", 30)), Is.EqualTo("finished"));

        masakari.Cloud.AssertRuns("vm1");
        Assert.That(masakari.Cloud.CountCalls("os-stop"), Is.Zero);
    }

    [Test]
    public async Task A_guest_that_its_user_stopped_after_the_event_stays_stopped()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.StopByOwner("vm1");
        await masakari.PassAsync(30);

        var notification = await masakari.ReportOldAsync("vm1", "LIFECYCLE", "STOPPED_FAILED", 60);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("was stopped by a user at").And.Contain("it was not started"));
        Assert.That((masakari.Changes(), masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "stopped")));
    }

    /// <summary>Nova and the monitor tell whole seconds: nobody can know which of the two came first.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_guest_that_its_user_stopped_in_the_second_of_the_event_stays_stopped(bool stoppedFirst)
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        await masakari.PassAsync(30.2);
        Action<string> first = stoppedFirst ? masakari.Cloud.StopByOwner : masakari.Cloud.CrashGuest;
        Action<string> second = stoppedFirst ? masakari.Cloud.CrashGuest : masakari.Cloud.StopByOwner;
        first("vm1");
        await masakari.PassAsync(0.4);
        second("vm1");

        var notification = await masakari.ReportGuestAsync("vm1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That((masakari.Changes(), masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "stopped")), "started against the user's will");
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("was stopped by a user at").And.Contain("it was not started"));
    }

    [Test]
    public async Task A_user_who_stops_the_guest_in_the_moment_of_the_report_is_waited_for()
    {
        await using var masakari = await Story.BeginWithAsync(
            Guests, new SimulatedCloudOptions { PowerActionTime = TimeSpan.FromSeconds(20) }, "vm1");
        await masakari.PassAsync(30);
        masakari.Cloud.StopByOwner("vm1");

        var notification = await masakari.ReportOldAsync("vm1", "LIFECYCLE", "STOPPED_FAILED", 5);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That((masakari.Changes(), masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "stopped")));
    }

    [Test]
    public async Task A_guest_that_was_stopped_by_its_user_before_the_event_is_started_as_the_original_does()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.StopByOwner("vm1");
        await masakari.PassAsync(30);

        Assert.That(await masakari.EndAsync(await masakari.ReportGuestAsync("vm1")), Is.EqualTo("finished"));

        masakari.Cloud.AssertRuns("vm1");
    }

    [Test]
    public async Task A_record_of_actions_that_cannot_be_read_keeps_no_guest_down()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.StopByOwner("vm1");
        await masakari.PassAsync(30);
        masakari.Cloud.Fail(new FaultRule { Path = "*os-instance-actions*", Effect = new FaultEffect.Status(403) });

        Assert.That(await masakari.EndAsync(await masakari.ReportOldAsync("vm1", "LIFECYCLE", "STOPPED_FAILED", 60)), Is.EqualTo("finished"));

        masakari.Cloud.AssertRuns("vm1");
    }

    [Test]
    public async Task A_lock_of_the_owner_stays()
    {
        await using var masakari = await Story.BeginWithAsync(Guests, options: null, "vm1");
        masakari.Cloud.LockByOwner("vm1");

        Assert.That(await masakari.EndAsync(await masakari.CrashAsync("vm1")), Is.EqualTo("finished"));

        Assert.That(masakari.Cloud.Server("vm1").IsLocked, Is.True);
        Assert.That((masakari.Cloud.CountCalls("lock"), masakari.Cloud.CountCalls("unlock")), Is.EqualTo((0, 0)));
    }
}
