using System.Text.Json;
using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>Hosts that are reported dead but still send heartbeats to Nova.</summary>
public sealed class FalseAlarmTests
{
    [Test]
    public async Task Leaves_a_host_alone_that_goes_on_reporting()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        var notification = await masakari.NotifyAsync("c1");

        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        await AssertUndoneAsync(masakari, notification);
    }

    [Test]
    public async Task Leaves_a_host_alone_that_comes_back_after_90_s()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(90));

        masakari.Cloud.ReviveHost("c1");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        await AssertUndoneAsync(masakari, notification);
    }

    [Test]
    public async Task Sees_the_heartbeats_of_a_host_that_could_not_be_disabled()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Method = "PUT", Effect = new FaultEffect.Status(500) });
        var notification = await masakari.NotifyAsync("c1");

        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        await AssertUndoneAsync(masakari, notification);
    }

    [Test]
    public async Task Leaves_a_disable_alone_that_is_not_ours()
    {
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1", enabled: false);
            cloud.AddServer("c1", "vm1");
        });
        await masakari.RegisterAsync("auto", "c1");
        var notification = await masakari.NotifyAsync("c1");

        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        Assert.That((masakari.Cloud.Host("c1").IsDisabled, masakari.Cloud.CountCalls("PUT os-services/*")), Is.EqualTo((true, 0)));
    }

    /// <summary>Evacuations in progress continue; the other instances stay on the host.</summary>
    [Test]
    public async Task Sends_no_more_evacuations_when_the_host_comes_back_meanwhile()
    {
        var conf = SmallCloud.Quick + "host_failure_recovery_threads = 1";
        await using var masakari = await SmallCloud.StartWithAsync(conf, options: null, SmallCloud.Names(5));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") == 2);

        masakari.Cloud.ReviveHost("c1");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.EqualTo(2));
        Assert.That(masakari.Cloud.InstancesOn("c1").Select(server => server.Name), Is.EqualTo(SmallCloud.Names(5)[2..]));
        Assert.That(
            (await masakari.FindAsync(notification)).Message,
            Does.Contain("reports to Nova again. 2 of 5 instances were moved. Not moved: vm003 (").And.Contain("vm005 ("));
    }

    private static async Task AssertUndoneAsync(MasakariScenario masakari, Guid notification)
    {
        var host = (await masakari.GetAsync($"segments/{masakari.Segment}/hosts")).GetProperty("hosts").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "c1");
        Assert.That(host.GetProperty("on_maintenance").ValueKind, Is.EqualTo(JsonValueKind.False));
        Assert.That((masakari.Cloud.Host("c1").IsDisabled, masakari.Cloud.CountCalls("evacuate")), Is.EqualTo((false, 0)));
        Assert.That(masakari.Log.Where(line => line.Contains("-> Error", StringComparison.Ordinal)), Has.One.Contains(notification.ToString()), "no retry");
        Assert.That((await masakari.FindAsync(notification)).Message, Does.StartWith("False alarm"));
    }
}
