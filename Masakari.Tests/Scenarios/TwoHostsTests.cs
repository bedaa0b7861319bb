using Masakari.Core.Notifications;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>More than one host dies.</summary>
public sealed class TwoHostsTests
{
    [Test]
    public async Task Recovers_two_hosts_that_die_together()
    {
        await using var masakari = await SmallCloud.StartAsync(cloud =>
        {
            cloud.AddServer("c1", "vm1");
            cloud.AddServer("c2", "vm2");
        });
        masakari.Cloud.KillHost("c2");
        var first = await masakari.KillAndReportAsync("c1");
        var second = await masakari.NotifyAsync("c2");

        await masakari.AssertEndsAsync(first, NotificationStatus.Finished);
        await masakari.AssertEndsAsync(second, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1", "vm2");
        Assert.That(masakari.Cloud.InstancesOn("c3").Select(server => server.Name), Is.EquivalentTo((string[])["vm1", "vm2"]));
    }

    [Test]
    public async Task Moves_on_what_it_had_moved_to_a_host_that_dies_later()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1", "vm2");
        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);
        var next = masakari.Cloud.Server("vm1").Host;

        await masakari.LoseHostAsync(next, NotificationStatus.Finished);

        Assert.That(masakari.Cloud.Host(next).Instances, Is.Zero);
        Assert.That(masakari.Cloud.Server("vm1") is { IsLocked: false, TaskState: null, VmState: "active" }, Is.True);
        Assert.That(masakari.Cloud.Evacuations("vm1"), Is.EqualTo(2));
    }

    /// <summary>
    /// Nova never closes an evacuation whose destination has died. A second evacuate would break the instance, so an operator must act.
    /// </summary>
    [Test]
    public async Task Fails_without_asking_again_when_the_destination_dies_on_the_way()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm1").TaskState is "rebuild_block_device_mapping");

        masakari.Cloud.KillHost("c2");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        Assert.That((masakari.Cloud.Evacuations("vm1"), masakari.Cloud.Server("vm1").IsLocked), Is.EqualTo((1, false)));
    }

    [Test]
    public async Task Finds_room_later_when_there_is_none_at_first()
    {
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1");
            cloud.AddHost("c2", up: false);
            cloud.AddServer("c1", "vm1");
        }, SmallCloud.Quick);
        await masakari.RegisterAsync("auto", "c1", "c2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(1));
        masakari.Cloud.ForceDown("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(60));

        masakari.Cloud.ReviveHost("c2");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That(masakari.Cloud.Server("vm1") is { Host: "c2", VmState: "active", IsLocked: false }, Is.True, masakari.Told);
    }
}
