using System.Text.Json.Nodes;
using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>The events of a recovery: each attempt emits one start, and one end or error.</summary>
public sealed class EventTests
{
    private const string ToLog = SmallCloud.Quick + "host = controller-1\n[oslo_messaging_notifications]\ndriver = log\n";

    [Test]
    public async Task A_recovery_is_told_with_what_it_changes_on_the_host()
    {
        await using var masakari = await SmallCloud.StartWithAsync(ToLog, options: null, "vm1");

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That(Told(masakari), Is.EqualTo(new[]
        {
            "notification.create.start new", "notification.create.end new", "notification.process.start new",
            "host.update.start on_maintenance", "host.update.end on_maintenance", "notification.process.end running",
        }));
        Assert.That(Events(masakari).Select(told => told["publisher_id"]!.GetValue<string>()), Is.EqualTo(new[]
        {
            "masakari-api:controller-1", "masakari-api:controller-1", "masakari-engine:controller-1",
            "masakari-api:controller-1", "masakari-api:controller-1", "masakari-engine:controller-1",
        }));
    }

    [Test]
    public async Task Every_attempt_is_told_and_its_failure_has_a_reason()
    {
        await using var masakari = await SmallCloud.StartWithAsync(ToLog, options: null, "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails);

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That(Told(masakari).Where(told => told.StartsWith("notification.process", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "notification.process.start new", "notification.process.error running", "notification.process.start error", "notification.process.end running",
        }));
        var fault = Events(masakari).Single(told => told["priority"]!.GetValue<string>() == "ERROR")["payload"]!["masakari_object.data"]!["fault"]!["masakari_object.data"]!;
        Assert.That(fault["exception"]!.GetValue<string>(), Is.EqualTo("HostRecoveryFailureException"));
        Assert.That(fault["exception_message"]!.GetValue<string>(), Is.Not.Empty);
    }

    [Test]
    public async Task A_false_alarm_tells_that_the_host_is_as_before()
    {
        await using var masakari = await SmallCloud.StartWithAsync(ToLog, options: null, "vm1");
        var notification = await masakari.NotifyAsync("c1");

        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        Assert.That(Told(masakari).Skip(2), Is.EqualTo(new[]
        {
            "notification.process.start new", "host.update.start on_maintenance", "host.update.end on_maintenance",
            "host.update.start", "host.update.end", "notification.process.error running",
        }));
    }

    [Test]
    public async Task What_is_ignored_ends_without_an_error()
    {
        await using var masakari = await SmallCloud.StartWithAsync(ToLog, options: null);

        await masakari.AssertEndsAsync(await masakari.NotifyAsync("c1", hostStatus: "UNKNOWN"), NotificationStatus.Ignored);

        Assert.That(Told(masakari).Skip(2), Is.EqualTo(new[] { "notification.process.start new", "notification.process.end running" }));
    }

    [Test]
    public async Task A_recovery_taken_over_after_a_kill_has_one_start_and_one_end()
    {
        await using var masakari = await SmallCloud.StartWithAsync(ToLog, options: null, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(notification, NotificationStatus.Running);
        await masakari.KillAndRestartAsync();

        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That(Told(masakari).Where(told => told.StartsWith("notification.process", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "notification.process.start new", "notification.process.end running",
        }));
    }

    [Test]
    public async Task No_secret_is_told()
    {
        await using var masakari = await SmallCloud.StartWithAsync(ToLog, options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Method = "PUT", Effect = new FaultEffect.Status(500) });

        await masakari.LoseHostAsync("c1");

        Assert.That(Events(masakari), Is.Not.Empty);
        Assert.That(Events(masakari).Select(told => told.ToJsonString()), Has.None.Contains("secret").IgnoreCase.And.None.Contains("X-Auth-Token").IgnoreCase);
    }

    private static IEnumerable<JsonNode> Events(MasakariScenario masakari) =>
        from line in masakari.Log
        where line.Contains(" 2000 {", StringComparison.Ordinal)
        let told = JsonNode.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..])!
        where !Type(told).StartsWith("segment.", StringComparison.Ordinal) && !Type(told).StartsWith("host.create", StringComparison.Ordinal)
        select told;

    private static string Type(JsonNode told) => told["event_type"]!.GetValue<string>();

    private static IEnumerable<string> Told(MasakariScenario masakari) =>
        from told in Events(masakari)
        let data = told["payload"]!["masakari_object.data"]!
        let state = data["status"]?.GetValue<string>() ?? (data["on_maintenance"]!.GetValue<bool>() ? "on_maintenance" : "")
        select $"{Type(told)} {state}".TrimEnd();
}
