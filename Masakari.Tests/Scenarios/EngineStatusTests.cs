using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Operator;
using Masakari.Core.Recovery.Status;
using Masakari.Host.Sandbox;
using Masakari.Tests.Certainty;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>What `masakari manage status` reads while recoveries go on, and what the API shows of an interrupted attempt.</summary>
public sealed class EngineStatusTests
{
    [Test]
    public async Task A_controller_at_rest_is_alive_and_ha_is_on()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.PassAsync(60);

        var status = await ReadAsync(masakari);

        Assert.That(status.WhyOff, Is.Null);
        Assert.That(status.Controllers.Single(), Has.Property("IsAlive").True.And.Property("SeenAgo").LessThanOrEqualTo(TimeSpan.FromSeconds(5)));
        Assert.That((status.Recoveries.Count, status.Held.Count, status.ForgottenLocks.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task A_killed_controller_is_silent_and_a_stopped_one_is_gone()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.StartOtherAsync();
        await masakari.PassAsync(10);
        await masakari.KillOtherAsync();
        await masakari.PassAsync(60);
        var afterKill = await ReadAsync(masakari);

        await masakari.StopAndRestartAsync();
        await masakari.PassAsync(60);

        Assert.That(afterKill.Controllers.Select(one => one.IsAlive), Is.EquivalentTo(new[] { true, false }));
        Assert.That(afterKill.Controllers.Single(one => !one.IsAlive).Name, Is.EqualTo("other-machine (1)"));
        Assert.That((await ReadAsync(masakari)).Controllers, Has.Count.EqualTo(2), "the restarted one has the old name");
    }

    [Test]
    public async Task Ha_is_off_while_no_controller_is_alive()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.PassAsync(10);
        await masakari.Life.ExecuteAsync("UPDATE controllers SET seen_at = '2025-12-31 23:00:00.000000', sweep_seconds = 5");

        Assert.That((await ReadAsync(masakari)).WhyOff, Is.EqualTo("no controller with a recovery engine is alive"));
    }

    [Test]
    public async Task Ha_is_off_during_a_pause()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.PassAsync(10);
        await masakari.Life.Get<EngineControl>().PauseAsync("alice@ctl1", "storage is being moved", TimeSpan.FromMinutes(30), default);

        var status = await ReadAsync(masakari);

        Assert.That(status.WhyOff, Does.Match("^paused by alice@ctl1 until 2026-01-01 00:30:1[0-9]Z: storage is being moved$"));
    }

    [Test]
    public async Task A_waiting_recovery_shows_its_owner_its_lease_and_what_it_waits_for()
    {
        await using var masakari = await Story.BeginWithAsync("[host_failure]\nrequire_proof = true\n", options: null, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(300);

        var status = await ReadAsync(masakari);

        var (recovery, controller) = (status.Recoveries.Single(), status.Controllers.Single());
        Assert.That((recovery.Uuid, recovery.Host, recovery.Status), Is.EqualTo((notification, "c1", "running")));
        Assert.That((recovery.Controller, recovery.Message), Is.EqualTo((controller.Name, await masakari.MessageAsync(notification))));
        Assert.That(recovery.Message, Does.Contain("require_proof"));
        Assert.That((controller.Recoveries, controller.LeaseLeft?.TotalSeconds), Is.EqualTo((1, 12.5)).Within(2.6));
    }

    [Test]
    public async Task A_failed_attempt_shows_when_the_next_one_is_due_here_and_in_its_message()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(500) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilStatusAsync(notification, "error");

        var recovery = (await ReadAsync(masakari)).Recoveries.Single();

        Assert.That((recovery.Status, recovery.FailedAttempts), Is.EqualTo(("error", 1)));
        Assert.That((recovery.NextAttempt - masakari.Clock.GetUtcNow())?.TotalSeconds, Is.InRange(10, 15));
        Assert.That(await masakari.MessageAsync(notification), Does.EndWith($"were not moved. See the message of each vmove. Next attempt at {recovery.NextAttempt:u}."));
    }

    [Test]
    public async Task The_message_of_a_recovery_that_is_given_up_names_no_next_attempt()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(500) });

        var notification = await masakari.LoseHostAsync("c1", NotificationStatus.Failed);

        Assert.That(await masakari.MessageAsync(notification), Is.Not.Empty.And.Not.Contain("Next attempt"));
    }

    [Test]
    public async Task Held_notifications_are_listed_once()
    {
        await using var masakari = await MassFailureStory.BeginAsync(hosts: 5);
        var notifications = await MassFailureStory.LoseAsync(masakari, 3);
        await masakari.PassAsync(400);

        var status = await ReadAsync(masakari);

        Assert.That(status.Held.Select(one => (one.Uuid, one.IsInMassFailure)), Is.EqualTo(notifications.Select(uuid => (uuid, true))));
        Assert.That(status.Recoveries, Is.Empty);
    }

    [Test]
    public async Task The_task_of_a_killed_owner_ends_interrupted_and_taken_over()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(30);
        await masakari.KillAndRestartAsync();
        await masakari.EndAsync(notification);

        var tasks = await masakari.Life.Get<ProgressRepository>().DetailsAsync(notification, default);

        Assert.That(tasks.Select(task => (task.Name, task.State)).Take(2), Is.EqualTo(new[]
        {
            ("DisableComputeServiceTask", "FAILURE"), ("DisableComputeServiceTask", "SUCCESS"),
        }));
        Assert.That(tasks[0].Steps[^1].Message, Does.StartWith("Interrupted, taken over"));
        Assert.That(tasks.Select(task => task.State), Has.None.EqualTo("RUNNING"));
        Assert.That(tasks.SelectMany(task => task.Steps).Count(step => step.Message.StartsWith("Interrupted", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    private static Task<EngineStatus> ReadAsync(MasakariScenario masakari) => masakari.Life.Get<EngineStatusReader>().ReadAsync(default);
}
