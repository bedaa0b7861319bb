using Masakari.Core.Notifications;
using Masakari.Core.Recovery.Operator;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>Who watches the log at level Error hears of every recovery that failed, and of nothing that needs nobody.</summary>
public sealed class LogLevelTests
{
    [Test]
    public async Task A_recovery_that_is_given_up_is_one_error_with_its_reason()
    {
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick + "[recovery]\nretry_attempts = 1", options: null, "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails, times: 100);

        var notification = await masakari.LoseHostAsync("c1", NotificationStatus.Failed);

        Assert.That(Lines(masakari, "Error"), Has.One.Items.And.One.Contains($"Notification {notification} (host c1)").And.Some.Contains("1 of 1 instances"));
        Assert.That(Lines(masakari, "Warning").Where(line => line.Contains("Running -> Error", StringComparison.Ordinal)), Has.Exactly(2).Items);
        Assert.That(Lines(masakari, "Warning"), Has.Exactly(2).Contains("instance vm1 ("), "each attempt at the instance");
    }

    [Test]
    public async Task A_recovery_that_succeeds_in_its_second_attempt_is_no_error()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails);

        await masakari.LoseHostAsync("c1");

        Assert.That(Lines(masakari, "Error"), Is.Empty);
        Assert.That(Lines(masakari, "Warning"), Has.One.Contains("Running -> Error: 1 of 1 instances"));
    }

    [Test]
    public async Task A_false_alarm_is_a_warning_that_gives_its_reason_once()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        var notification = await masakari.NotifyAsync("c1");

        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        Assert.That(Lines(masakari, "Error"), Is.Empty);
        Assert.That(Lines(masakari, "Warning", "Information").Where(line => line.Contains("alse alarm", StringComparison.Ordinal)), Has.One.Items);
        Assert.That(Lines(masakari, "Information"), Has.One.Contains($"Notification {notification} (host c1): Error -> Failed"));
    }

    [Test]
    public async Task An_abort_gives_its_reason_once_and_is_no_error()
    {
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick + "[recovery]\nretry_first_seconds = 600", options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(400) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(notification, NotificationStatus.Error);
        var before = masakari.Log.Count();

        await masakari.Life.Get<EngineControl>().AbortAsync(notification, "alice@ctl1", "wrong host", default);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        var told = masakari.Log.Skip(before).Where(line => !line.Contains(" Debug ", StringComparison.Ordinal)).ToList();
        Assert.That(told, Has.One.Contains("wrong host").And.None.Contains(" Error 5").And.None.Contains("Error -> Running"));
        Assert.That(told, Has.One.Contains($"Notification {notification} (host c1): Running -> Failed"));
    }

    [Test]
    public async Task A_cloud_without_a_destination_is_a_warning_that_the_message_repeats()
    {
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1");
            cloud.AddServer("c1", "vm1");
        }, SmallCloud.Quick);
        await masakari.RegisterAsync("auto", "c1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(1));
        masakari.Cloud.ForceDown("c1");

        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(30));

        Assert.That(Lines(masakari, "Warning"), Has.One.Contains("No other nova-compute is enabled and up"));
        Assert.That((await masakari.FindAsync(notification)).Message, Does.Contain("No other nova-compute is enabled and up"));
    }

    /// <summary>What the recovery room says.</summary>
    private static List<string> Lines(MasakariScenario masakari, params string[] levels) =>
        [.. masakari.Log.Where(line => levels.Any(level => line.Contains($" {level} 5", StringComparison.Ordinal)))];
}
