using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;
using Masakari.Tests.Certainty;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>PROCESS notifications: a host without nova-compute is taken out of service, and its later failure is still recovered.</summary>
public sealed class ProcessRecoveryTests
{
    [Test]
    public async Task A_host_whose_nova_compute_stopped_is_disabled_and_on_maintenance()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.SilenceHost("c1");

        await masakari.AssertEndsAsync(await ReportAsync(masakari), NotificationStatus.Finished);

        Assert.That(masakari.Cloud.Host("c1").DisabledReason, Is.EqualTo("Masakari detected process failure."));
        Assert.That(await IsOnMaintenanceAsync(masakari), Is.True);
        Assert.That(masakari.LeftOn("c1"), Is.EqualTo((string[])["vm1"]), "the guests run on");
    }

    [TestCase("STOPPED", "sshd")]
    [TestCase("STARTED", "nova-compute")]
    [TestCase("STARTED", "sshd")]
    public async Task Nothing_is_done_about_another_process_or_a_start(string @event, string process)
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");

        var notification = await ReportAsync(masakari, @event, process);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That(masakari.Changes(), Is.Zero);
        Assert.That(await IsOnMaintenanceAsync(masakari), Is.False);
        Assert.That((await masakari.FindAsync(notification)).Message, Does.Contain(process));
    }

    [Test]
    public async Task A_service_that_is_disabled_already_keeps_its_reason()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.WriteService("c1", disabled: true, reason: "the operator's");

        await masakari.AssertEndsAsync(await ReportAsync(masakari), NotificationStatus.Finished);

        Assert.That(masakari.Cloud.Host("c1").DisabledReason, Is.EqualTo("the operator's"));
        Assert.That(masakari.Changes(), Is.Zero);
        Assert.That(await IsOnMaintenanceAsync(masakari), Is.True);
    }

    [Test]
    public async Task A_disable_that_nova_rejects_is_repeated()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Method = "PUT", Times = 2, Effect = new FaultEffect.Status(500) });

        await masakari.AssertEndsAsync(await ReportAsync(masakari), NotificationStatus.Finished);

        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.True);
    }

    [Test]
    public async Task A_service_that_nova_never_disables_ends_in_failure_in_time()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Method = "PUT", Effect = new FaultEffect.Status(500) });

        await masakari.AssertEndsAsync(await ReportAsync(masakari), NotificationStatus.Failed);

        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.False);
    }

    [Test]
    public async Task The_details_show_both_tasks()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        var notification = await ReportAsync(masakari);
        await masakari.UntilOverAsync(notification);

        var tasks = (await masakari.GetAsync($"notifications/{notification}")).GetProperty("notification").GetProperty("recovery_workflow_details");

        Assert.That(
            tasks.EnumerateArray().Select(task => $"{task.GetProperty("name")} {task.GetProperty("state")}"),
            Is.EqualTo((string[])["DisableComputeNodeTask SUCCESS", "ConfirmComputeNodeDisabledTask SUCCESS"]));
    }

    [Test]
    public async Task The_process_report_does_not_mute_the_later_failure_of_the_host()
    {
        await using var masakari = await SmallCloud.StartWithAsync("[DEFAULT]\nwait_period_after_service_update = 120\n", options: null, "vm1");
        masakari.Cloud.SilenceHost("c1");
        await masakari.AssertEndsAsync(await ReportAsync(masakari), NotificationStatus.Finished);
        await masakari.PassAsync(600);
        var reported = masakari.Clock.GetUtcNow();

        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1");
        Assert.That(
            (masakari.Cloud.CallsOf("evacuate")[0].At - reported).TotalSeconds, Is.InRange(120, 150),
            "nova-compute had been down for long: its silence says nothing about the host before the report");
    }

    [Test]
    public async Task The_silence_of_a_host_counts_from_its_last_heartbeat_when_its_nova_compute_was_not_reported()
    {
        await using var masakari = await SmallCloud.StartWithAsync("[DEFAULT]\nwait_period_after_service_update = 120\n", options: null, "vm1");
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(600);
        var reported = masakari.Clock.GetUtcNow();

        await masakari.AssertEndsAsync(await masakari.NotifyAsync("c1"), NotificationStatus.Finished);

        Assert.That((masakari.Cloud.CallsOf("evacuate")[0].At - reported).TotalSeconds, Is.LessThan(60));
    }

    [Test]
    public async Task A_controller_that_takes_over_counts_the_silence_from_the_report_too()
    {
        await using var masakari = await SmallCloud.StartWithAsync("[DEFAULT]\nwait_period_after_service_update = 120\n", options: null, "vm1");
        masakari.Cloud.SilenceHost("c1");
        await masakari.AssertEndsAsync(await ReportAsync(masakari), NotificationStatus.Finished);
        await masakari.PassAsync(600);
        var reported = masakari.Clock.GetUtcNow();
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(60);

        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(5));
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1");
        Assert.That((masakari.Cloud.CallsOf("evacuate")[0].At - reported).TotalSeconds, Is.InRange(120, 150));
    }

    [Test]
    public async Task A_host_that_dies_while_nova_compute_is_being_disabled_is_recovered_at_once()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Method = "PUT", For = TimeSpan.FromSeconds(100), Effect = new FaultEffect.Status(500) });
        var process = await ReportAsync(masakari);
        await masakari.PassAsync(2);
        masakari.Cloud.ForceDown("c1");

        var host = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.LeftOn("c1").Count == 0);

        Assert.That((await masakari.FindAsync(process)).Status, Is.Not.EqualTo(NotificationStatus.Finished), "it is not waited for");
        await masakari.AssertEndsAsync(host, NotificationStatus.Finished);
    }

    [Test]
    public async Task An_operator_who_sets_maintenance_makes_it_theirs()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        await masakari.AssertEndsAsync(await ReportAsync(masakari), NotificationStatus.Finished);
        await masakari.ChangeHostAsync("c1", new { on_maintenance = true });
        masakari.Cloud.KillHost("c1");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => masakari.NotifyAsync("c1"));

        Assert.That(refused!.Message, Does.Contain("409"));
    }

    private static Task<Guid> ReportAsync(MasakariScenario masakari, string @event = "STOPPED", string process = "nova-compute") =>
        masakari.NotifyAsync("PROCESS", "c1", new Dictionary<string, string> { ["event"] = @event, ["process_name"] = process });

    private static async Task<bool> IsOnMaintenanceAsync(MasakariScenario masakari) =>
        (await masakari.QueryAsync<bool>("SELECT on_maintenance FROM hosts WHERE name = 'c1'"))[0];
}
