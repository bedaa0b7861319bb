using System.Net.Http.Json;
using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>Notifications that do not lead to an evacuation.</summary>
public sealed class NotificationFateTests
{
    [Test]
    public async Task Ignores_the_failure_of_a_host_in_a_disabled_segment()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        await DisableSegmentAsync(masakari);

        var notification = await masakari.LoseHostAsync("c1", NotificationStatus.Ignored);

        Assert.That((await masakari.FindAsync(notification)).Message, Is.EqualTo("Recovery aboart: the segment HA is disabled."));
        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.Zero);
    }

    /// <summary>The API refuses to disable a segment in use, so the test changes the database directly.</summary>
    [Test]
    public async Task Ignores_a_failed_recovery_whose_segment_was_disabled_meanwhile()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails, times: 10);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(notification, NotificationStatus.Error);

        await masakari.Life.ExecuteAsync("UPDATE failover_segments SET enabled = 0");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Ignored);

        Assert.That(masakari.Cloud.Evacuations("vm1"), Is.EqualTo(1));
    }

    [Test]
    public async Task Stops_before_the_evacuation_when_the_segment_was_disabled_during_the_wait()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(30));

        await masakari.Life.ExecuteAsync("UPDATE failover_segments SET enabled = 0");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Ignored);

        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.Zero);
        Assert.That((await masakari.FindAsync(notification)).Message, Is.EqualTo("Recovery aboart: the segment HA is disabled."));
    }

    /// <summary>STARTED needs no recovery. A stop is confirmed only by the host status NORMAL.</summary>
    [TestCase("STARTED", "NORMAL", "Finished")]
    [TestCase("STOPPED", "UNKNOWN", "Ignored")]
    [TestCase("STOPPED", null, "Ignored")]
    public async Task Acts_on_a_confirmed_stop_only(string @event, string? hostStatus, string expected)
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.KillHost("c1");
        var notification = await masakari.NotifyAsync("c1", @event, hostStatus);

        await masakari.AssertEndsAsync(notification, Enum.Parse<NotificationStatus>(expected));

        Assert.That((masakari.Cloud.CountCalls("evacuate"), masakari.Cloud.Host("c1").IsDisabled), Is.EqualTo((0, false)));
    }

    [Test]
    public async Task Ends_finished_when_there_is_nothing_to_move()
    {
        await using var masakari = await SmallCloud.StartAsync();

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.Zero);
    }

    private static async Task DisableSegmentAsync(MasakariScenario masakari)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"http://masakari/v1/segments/{masakari.Segment}"));
        request.Headers.Add("OpenStack-API-Version", "instance-ha 1.3");
        request.Content = JsonContent.Create(new { segment = new { enabled = false } });
        using var answer = await masakari.Life.Api.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
