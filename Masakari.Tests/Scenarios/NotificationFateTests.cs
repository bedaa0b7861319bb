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

    /// <summary>Accepted by the original's API on the same database, or by a process that died: nobody was told of it.</summary>
    [Test]
    public async Task Ignores_an_old_report_that_nobody_has_begun_in_a_disabled_segment()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        await DisableSegmentAsync(masakari);
        masakari.Cloud.KillHost("c1");
        masakari.Cloud.ForceDown("c1");
        var uuid = Guid.NewGuid();
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(90));
        await masakari.Life.ExecuteAsync($$"""
            INSERT INTO notifications
                (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status, failover_segment_uuid)
            SELECT '2026-01-01 00:00:00', 0, '{{uuid}}', '2026-01-01 00:00:00', uuid, 'COMPUTE_HOST',
                   '{"event": "STOPPED", "host_status": "NORMAL"}', 'new', failover_segment_id
              FROM hosts WHERE name = 'c1'
            """);

        await masakari.AssertEndsAsync(uuid, NotificationStatus.Ignored);

        Assert.That((masakari.Cloud.CountCalls("evacuate"), masakari.Cloud.Host("c1").IsDisabled), Is.EqualTo((0, false)));
    }

    [TestCase("VM")]
    [TestCase("PROCESS")]
    public async Task Ignores_guests_and_processes_of_a_disabled_segment(string type)
    {
        await using var masakari = await SmallCloud.StartAsync(cloud => cloud.AddServer("c1", "vm1"), GuestStory.AllGuests);
        await DisableSegmentAsync(masakari);

        var notification = type == "VM"
            ? await masakari.CrashAsync("vm1")
            : await masakari.NotifyAsync(type, "c1", new Dictionary<string, string> { ["event"] = "STOPPED", ["process_name"] = "nova-compute" });
        await masakari.AssertEndsAsync(notification, NotificationStatus.Ignored);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(60));

        Assert.That(masakari.Deeds(), Is.Empty, "nothing was changed");
        Assert.That((await masakari.FindAsync(notification)).Message, Is.EqualTo("Recovery aboart: the segment HA is disabled."));
        var shown = (await masakari.GetAsync($"segments/{masakari.Segment}/hosts")).GetProperty("hosts").EnumerateArray();
        Assert.That(shown.Select(host => host.GetProperty("on_maintenance").GetBoolean()), Is.All.False);
    }

    /// <summary>Its instances are gone from there, and a copy of the report must not disable a host that is in use again.</summary>
    [Test]
    public async Task A_recovered_host_is_muted_but_for_a_new_report_of_its_death()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        var guest = await Assert.ThrowsAsync<InvalidOperationException>(() => masakari.ReportGuestAsync("vm1"));
        var copy = await Assert.ThrowsAsync<InvalidOperationException>(() => masakari.NotifyAsync("c1"));
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(181));
        var again = await masakari.NotifyAsync("c1");

        Assert.That(guest!.Message, Does.Contain("409").And.Contain("under maintenance"));
        Assert.That(copy!.Message, Does.Contain("409").And.Contain("is duplicate"));
        await masakari.AssertEndsAsync(again, NotificationStatus.Finished);
        masakari.Cloud.AssertMovedOnce("vm1");
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
