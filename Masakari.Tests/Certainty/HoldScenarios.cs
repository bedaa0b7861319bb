using Masakari.Core.Recovery.Operator;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;
using static Masakari.Tests.Certainty.MassFailureStory;

namespace Masakari.Tests.Certainty;

/// <summary>What becomes of recoveries that a mass failure holds.</summary>
public sealed class HoldScenarios
{
    private const string Held = "evacuated in a mass failure";

    [Test]
    public async Task All_that_is_held_is_new_and_each_hold_is_logged_once()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        var notifications = await LoseAsync(masakari, 3);

        await masakari.PassAsync(900);

        foreach (var notification in notifications)
        {
            Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("new"));
            var message = await masakari.MessageAsync(notification);
            Assert.That(message, Does.StartWith("Held: 3 of the 5 hosts of segment s1 fail at the same time"));
            Assert.That(masakari.Log, Has.Exactly(1).Matches($"Notification {notification} .* is held: Held: 3 of the 5"));
        }
    }

    [Test]
    public async Task Release_lets_one_go_on_and_holds_the_others()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        var notifications = await LoseAsync(masakari, 3);
        await masakari.PassAsync(400);

        await ReleaseAsync(masakari, notifications[2]);

        Assert.That(await masakari.EndAsync(notifications[2]), Is.EqualTo("finished"));
        await masakari.PassAsync(400);
        Assert.That(masakari.Cloud.AllEvacuations().Select(e => e.Source), Is.EqualTo(new[] { "c3" }));
        Assert.That(masakari.Log, Has.One.Contains($"Notification {notifications[2]}: released by alice@ctl1: seen to be off"));
        Assert.That(masakari.Log, Has.None.Contains("Python"), "nothing is taken for the work of the original");
    }

    [Test]
    public async Task All_go_on_when_all_are_released()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        var notifications = await LoseAsync(masakari, 3);
        await masakari.PassAsync(400);

        foreach (var notification in notifications) await ReleaseAsync(masakari, notification);

        foreach (var notification in notifications)
            Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
    }

    [Test]
    public async Task Abort_ends_a_held_notification()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        var notifications = await LoseAsync(masakari, 3);
        await masakari.PassAsync(400);

        foreach (var notification in notifications)
            await masakari.Life.Get<EngineControl>().AbortAsync(notification, "alice@ctl1", "the switch is broken", default);
        await masakari.PassAsync(20);

        foreach (var notification in notifications)
        {
            Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("failed"));
            Assert.That(await masakari.MessageAsync(notification), Is.EqualTo("Aborted by alice@ctl1: the switch is broken."));
        }
        Assert.That(masakari.Evacuates(), Is.Zero, Held);
    }

    [Test]
    public async Task A_held_notification_does_not_expire()
    {
        await using var masakari = await BeginAsync(hosts: 5, conf: "[DEFAULT]\nnotifications_expired_interval = 300\n");
        var notifications = await LoseAsync(masakari, 3);

        await masakari.PassAsync(1000);

        foreach (var notification in notifications) Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("new"));
    }

    [Test]
    public async Task The_retries_of_a_recovery_count_from_the_end_of_its_hold()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        var notifications = await LoseAsync(masakari, 3);
        await masakari.PassAsync(3600);
        masakari.Cloud.PlanEvacuation("vm-c1", EvacuationOutcome.ClaimFails);

        await ReleaseAsync(masakari, notifications[0]);

        Assert.That(await masakari.EndAsync(notifications[0]), Is.EqualTo("finished"), masakari.Told);
    }

    [Test]
    public async Task The_operators_word_lets_a_held_host_go_on()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        await LoseAsync(masakari, 3);
        await masakari.PassAsync(400);

        await masakari.ConfirmDownAsync("c2");
        await masakari.ConfirmDownAsync("c3");
        await masakari.PassAsync(400);

        Assert.That(masakari.Cloud.AllEvacuations().Select(e => e.Source).Order(), Is.EqualTo(new[] { "c2", "c3" }), Held);
    }

    [Test]
    public async Task A_recovered_host_counts_no_longer_after_the_window()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        await masakari.LoseHostAsync("c1");
        await masakari.LoseHostAsync("c2");
        var last = await masakari.KillAndReportAsync("c3");
        await masakari.PassAsync(300);
        Assert.That(masakari.Cloud.AllEvacuations().Select(e => e.Source), Has.None.EqualTo("c3"), Held);

        Assert.That(await masakari.EndAsync(last), Is.EqualTo("finished"));
    }

    [Test]
    public async Task Living_hosts_are_false_alarms_after_the_outage()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        masakari.Cloud.LoseBus(TimeSpan.FromMinutes(10));
        var notifications = new List<Guid>();
        foreach (var host in new[] { "c1", "c2", "c3", "c4" }) notifications.Add(await masakari.NotifyAsync(host));

        foreach (var notification in notifications)
        {
            Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
            Assert.That(await masakari.MessageAsync(notification), Does.StartWith("False alarm: "));
        }
        Assert.That(masakari.Evacuates(), Is.Zero, "evacuated a living host");
    }

    [Test]
    public async Task A_report_that_a_host_has_started_is_not_held_and_asks_nova_nothing()
    {
        await using var masakari = await BeginAsync(hosts: 5);
        foreach (var host in new[] { "c1", "c2", "c3" }) masakari.Cloud.KillHost(host);
        await masakari.PassAsync(100);
        var asked = masakari.Cloud.CountCalls("GET os-services");

        var notification = await masakari.NotifyAsync("c4", "STARTED");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That(masakari.Cloud.CountCalls("GET os-services"), Is.EqualTo(asked));
    }

    [Test]
    public async Task Held_hosts_share_one_question_to_nova()
    {
        await using var masakari = await BeginAsync(hosts: 8);
        await LoseAsync(masakari, 6);
        await masakari.PassAsync(400);
        var asked = masakari.Cloud.CountCalls("GET os-services");

        await masakari.PassAsync(50);

        Assert.That(masakari.Cloud.CountCalls("GET os-services") - asked, Is.EqualTo(10), "one for each round of the sweep");
    }

    /// <summary>What the operator's `manage release` does.</summary>
    private static async Task ReleaseAsync(MasakariScenario masakari, Guid notification)
    {
        var refusal = await masakari.Life.Get<HeldRecoveries>().ReleaseAsync(notification, "alice@ctl1", "seen to be off", default);
        Assert.That(refusal, Is.Null);
    }
}
