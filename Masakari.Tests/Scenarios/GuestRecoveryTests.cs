using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Scenarios;

/// <summary>VM notifications: which guests are restarted, and what Nova is asked for.</summary>
public sealed class GuestRecoveryTests
{
    private static readonly string[] StopAndStart = ["lock", "os-stop", "os-start", "unlock"];

    [Test]
    public async Task A_crashed_guest_is_stopped_and_started_under_a_lock()
    {
        await using var masakari = await GuestStory.BeginAsync("active");
        var began = masakari.Clock.GetUtcNow();

        var notification = await masakari.CrashAsync("vm1");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertRuns("vm1");
        Assert.That(masakari.Deeds(), Is.EqualTo(StopAndStart));
        Assert.That((masakari.Clock.GetUtcNow() - began).TotalSeconds, Is.LessThan(10), "before the power sync");
        Assert.That((await masakari.FindAsync(notification)).Message, Is.Null);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(60));
        masakari.Cloud.AssertRuns("vm1");
        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.False);
    }

    [Test]
    public async Task The_details_show_the_three_tasks_with_their_steps()
    {
        await using var masakari = await GuestStory.BeginAsync("active");
        var notification = await masakari.CrashAsync("vm1");
        await masakari.UntilOverAsync(notification);

        var tasks = (await masakari.GetAsync($"notifications/{notification}"))
            .GetProperty("notification").GetProperty("recovery_workflow_details");

        var shown = tasks.EnumerateArray().Select(task =>
            $"{task.GetProperty("name")} {task.GetProperty("state")}: "
            + string.Join(
                " | ", task.GetProperty("progress_details").EnumerateArray().Select(step => step.GetProperty("message")).Take(2)));
        var id = masakari.Cloud.Server("vm1").Id;
        Assert.That(shown, Is.EqualTo((string[])
        [
            $"StopInstanceTask SUCCESS: Stopping instance: {id} | Stopped instance: {id}",
            $"StartInstanceTask SUCCESS: Starting instance: {id} | Started instance: {id}",
            $"ConfirmInstanceActiveTask SUCCESS: Confirming instance {id} vm_state is ACTIVE | Confirmed instance {id} vm_state is ACTIVE",
        ]));
    }

    [TestCase("IO_ERROR", "IO_ERROR_REPORT")]
    [TestCase("QEMU_GUEST_AGENT_ERROR", "STOPPED_FAILED")]
    public async Task A_sick_guest_that_still_runs_is_restarted(string @event, string detail)
    {
        await using var masakari = await GuestStory.BeginAsync("active");

        await masakari.AssertEndsAsync(await masakari.ReportGuestAsync("vm1", @event, detail), NotificationStatus.Finished);

        masakari.Cloud.AssertRuns("vm1");
        Assert.That(masakari.Deeds(), Is.EqualTo(StopAndStart));
    }

    [TestCase("True", NotificationStatus.Finished, 4)]
    [TestCase(" yes ", NotificationStatus.Finished, 4)]
    [TestCase("no", NotificationStatus.Finished, 0)]
    [TestCase(null, NotificationStatus.Finished, 0)]
    public async Task Only_guests_whose_owner_wants_it_are_restarted(string? wish, NotificationStatus status, int deeds)
    {
        var metadata = wish is null ? null : new Dictionary<string, string> { ["HA_Enabled"] = wish };
        await using var masakari = await SmallCloud.StartAsync(cloud => cloud.AddServer("c1", "vm1", metadata: metadata));

        var notification = await masakari.CrashAsync("vm1");
        await masakari.AssertEndsAsync(notification, status);

        Assert.That(masakari.Deeds(), Has.Count.EqualTo(deeds));
        var message = (await masakari.FindAsync(notification)).Message;
        Assert.That(
            message,
            deeds > 0 ? Is.Null : Does.Contain("was not recovered: its metadata do not ask for high availability (HA_Enabled)."));
    }

    [TestCase("active", NotificationStatus.Finished, "lock os-stop os-start unlock")]
    [TestCase("error", NotificationStatus.Finished, "lock os-stop os-start unlock")]
    [TestCase("stopped", NotificationStatus.Finished, "lock os-start unlock")]
    [TestCase("resized", NotificationStatus.Finished, "lock os-resetState os-stop os-start unlock")]
    [TestCase("paused", NotificationStatus.Ignored, "")]
    [TestCase("rescued", NotificationStatus.Ignored, "")]
    public async Task States_in_which_a_guest_is_found_after_its_stop(string vmState, NotificationStatus status, string deeds)
    {
        await using var masakari = await GuestStory.BeginAsync(vmState);

        await masakari.AssertEndsAsync(await masakari.ReportGuestAsync("vm1"), status);

        Assert.That(string.Join(' ', masakari.Deeds()), Is.EqualTo(deeds));
        if (deeds.Length > 0) masakari.Cloud.AssertRuns("vm1");
        else Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo(vmState));
    }

    [TestCase("suspended")]
    [TestCase("shelved")]
    [TestCase("building")]
    public async Task A_state_in_which_nova_stops_nothing_ends_in_failure(string vmState)
    {
        await using var masakari = await GuestStory.BeginAsync(vmState);

        var notification = await masakari.ReportGuestAsync("vm1");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        Assert.That((await masakari.FindAsync(notification)).Message, Does.Contain($"while it is in vm_state {vmState}"));
        Assert.That(masakari.Cloud.Server("vm1").IsLocked, Is.False);
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.Zero);
    }

    [TestCase("IO_ERROR", "IO_ERROR_REPORT", "stopped", NotificationStatus.Finished)]
    [TestCase("QEMU_GUEST_AGENT_ERROR", "STOPPED_FAILED", "error", NotificationStatus.Finished)]
    [TestCase("QEMU_GUEST_AGENT_ERROR", "STOPPED_FAILED", "resized", NotificationStatus.Finished)]
    [TestCase("IO_ERROR", "IO_ERROR_REPORT", "paused", NotificationStatus.Ignored)]
    public async Task A_report_of_a_sick_guest_concerns_only_active_ones(
        string @event, string detail, string vmState, NotificationStatus status)
    {
        await using var masakari = await GuestStory.BeginAsync(vmState);

        await masakari.AssertEndsAsync(await masakari.ReportGuestAsync("vm1", @event, detail), status);

        Assert.That(masakari.Deeds(), Is.Empty);
    }

    [Test]
    public async Task A_guest_that_is_gone_fails_at_once()
    {
        await using var masakari = await GuestStory.BeginAsync("active");
        masakari.Cloud.Fail(
            new FaultRule { Path = "/compute/*", Method = "GET", Times = 1, Effect = new FaultEffect.Hang(TimeSpan.FromSeconds(5)) });
        var notification = await masakari.ReportGuestAsync("vm1");
        masakari.Cloud.DeleteServer("vm1");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        Assert.That((await masakari.FindAsync(notification)).Message, Does.EndWith("no longer exists in Nova."));
        Assert.That(masakari.Deeds(), Is.Empty);
    }

    [TestCase("LIFECYCLE", "STOPPED_DESTROYED")]
    [TestCase("LIFECYCLE", "SHUTDOWN_FINISHED")]
    [TestCase("REBOOT", "UNKNOWN")]
    [TestCase("lifecycle", "stopped_failed")]
    public async Task Other_events_are_stored_as_ignored_and_wake_nobody(string @event, string detail)
    {
        await using var masakari = await GuestStory.BeginAsync("active");

        var notification = await masakari.ReportGuestAsync("vm1", @event, detail);

        var stored = await masakari.FindAsync(notification);
        Assert.That((stored.Status, stored.UpdatedAt is null), Is.EqualTo((NotificationStatus.Ignored, false)));
        Assert.That(
            stored.Message,
            Is.EqualTo($"The event {@event}/{detail} asks for no recovery: [instance_failure] events does not list it."));
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(60));
        Assert.That(
            masakari.Cloud.Calls.Count(call => !call.IsKeystone && call.Path.Contains("servers", StringComparison.Ordinal)), Is.Zero);
    }

    [Test]
    public async Task The_configuration_says_which_events_are_acted_on()
    {
        await using var masakari = await GuestStory.BeginAsync(
            "active", conf: $"{GuestStory.AllGuests}events = LIFECYCLE/STOPPED_CRASHED\n");

        var usual = await masakari.ReportGuestAsync("vm1");
        var listed = await masakari.ReportGuestAsync("vm1", "LIFECYCLE", "STOPPED_CRASHED");

        await masakari.AssertEndsAsync(listed, NotificationStatus.Finished);
        Assert.That((await masakari.FindAsync(usual)).Status, Is.EqualTo(NotificationStatus.Ignored));
        Assert.That(masakari.Deeds(), Is.EqualTo(StopAndStart));
    }

    [Test]
    public async Task A_rejected_stop_fails_the_attempt_and_the_next_one_recovers()
    {
        await using var masakari = await GuestStory.BeginAsync("active");
        masakari.Cloud.Fail(new FaultRule { Action = "os-stop", Times = 1, Effect = new FaultEffect.Status(500) });

        await masakari.AssertEndsAsync(await masakari.CrashAsync("vm1"), NotificationStatus.Finished);

        masakari.Cloud.AssertRuns("vm1");
        Assert.That(masakari.Cloud.CountCalls("lock"), Is.EqualTo(masakari.Cloud.CountCalls("unlock")));
    }

    [Test]
    public async Task Five_hundred_guests_that_crash_in_one_second_are_all_recovered()
    {
        await using var masakari = await SmallCloud.StartAsync(
            cloud => Array.ForEach(SmallCloud.Names(500), name => cloud.AddServer("c1", name)), GuestStory.AllGuests);
        var began = masakari.Clock.GetUtcNow();
        var reports = new List<Guid>();
        foreach (var name in SmallCloud.Names(500)) reports.Add(await masakari.CrashAsync(name));

        await masakari.UntilOverAsync(reports[0]);
        Assert.That((masakari.Clock.GetUtcNow() - began).TotalSeconds, Is.LessThan(10));
        foreach (var report in reports) await masakari.AssertEndsAsync(report, NotificationStatus.Finished);

        foreach (var name in SmallCloud.Names(500)) masakari.Cloud.AssertRuns(name);
        Assert.That((masakari.Clock.GetUtcNow() - began).TotalSeconds, Is.LessThan(180));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(500));
        Assert.That(masakari.Cloud.CountCalls("GET servers/*"), Is.InRange(1000, 2500), "the waits share polls");
    }
}
