using Masakari.Core.Notifications;
using Masakari.Core.VMoves;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

public sealed class HostRecoveryTests
{
    [Test]
    public async Task Evacuates_every_instance_of_a_dead_host()
    {
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1");
            cloud.AddHost("c2");
            cloud.AddServer("c1", "vm1");
            cloud.AddServer("c1", "vm2");
        });
        await masakari.RegisterAsync("auto", "c1", "c2");

        var notification = await masakari.LoseHostAsync("c1");

        var log = string.Join('\n', masakari.Log);
        Assert.That((await masakari.FindAsync(notification)).Status, Is.EqualTo(NotificationStatus.Finished), log);
        Assert.That(masakari.Cloud.InstancesOn("c2"), Has.Count.EqualTo(2));
        Assert.That(masakari.Cloud.InstancesOn("c2").Select(server => server.IsLocked), Is.All.False);
        Assert.That((await masakari.VMovesAsync(notification)).Select(move => (move.Status, move.DestHost)), Is.All.EqualTo((VMoveStatus.Succeeded, "c2")));
        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.True);
    }
}
