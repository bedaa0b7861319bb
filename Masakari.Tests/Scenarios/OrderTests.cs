using Masakari.Core.Notifications;

namespace Masakari.Tests.Scenarios;

/// <summary>Which instances are moved, and in which order.</summary>
public sealed class OrderTests
{
    private static readonly Dictionary<string, string> Enabled = new() { ["HA_Enabled"] = "True" };

    [Test]
    public async Task Moves_ha_enabled_instances_first_then_by_priority_then_by_name()
    {
        await using var masakari = await SmallCloud.StartAsync(cloud =>
        {
            cloud.AddServer("c1", "a-plain");
            cloud.AddServer("c1", "b-enabled", metadata: Enabled);
            cloud.AddServer("c1", "c-plain", metadata: new Dictionary<string, string> { ["HA_Priority"] = "5" });
            cloud.AddServer("c1", "d-enabled", metadata: new Dictionary<string, string>(Enabled) { ["HA_Priority"] = "10" });
            cloud.AddServer("c1", "e-enabled", metadata: Enabled);
        }, SmallCloud.Quick + "host_failure_recovery_threads = 1");

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That(
            masakari.Cloud.CallsOf("evacuate").Select(call => call.Server),
            Is.EqualTo((string[])["d-enabled", "b-enabled", "e-enabled", "c-plain", "a-plain"]));
    }

    [Test]
    public async Task Leaves_plain_instances_where_they_are_when_told_so()
    {
        await using var masakari = await SmallCloud.StartAsync(cloud =>
        {
            cloud.AddServer("c1", "plain");
            cloud.AddServer("c1", "enabled", metadata: Enabled);
        }, SmallCloud.Quick + "[host_failure]\nevacuate_all_instances = false");

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That((masakari.Cloud.Evacuations("plain"), masakari.Cloud.Evacuations("enabled")), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Keeps_to_the_number_of_threads()
    {
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick + "host_failure_recovery_threads = 2", options: null, SmallCloud.Names(7));
        var notification = await masakari.KillAndReportAsync("c1");
        var most = 0;

        await masakari.UntilAsync(() =>
        {
            most = Math.Max(most, masakari.Cloud.InstancesOn("c1").Count(server => server.TaskState is not null));
            return masakari.Cloud.InstancesOn("c1").Count == 0;
        });

        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);
        Assert.That(most, Is.EqualTo(2));
    }
}
