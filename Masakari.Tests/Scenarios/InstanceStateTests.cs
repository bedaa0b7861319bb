using Masakari.Core.Notifications;
using Masakari.Core.VMoves;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Scenarios;

/// <summary>The decision table: which vm_state an instance has after the recovery; and locks of owners.</summary>
public sealed class InstanceStateTests
{
    private const int ShutDown = 4;

    [TestCase("active", null, null, "active", 0, 0)]
    [TestCase("active", "rebooting", null, "active", 0, 0)]
    [TestCase("stopped", null, null, "stopped", 0, 0)]
    [TestCase("stopped", "powering-on", null, "stopped", 0, 0)]
    [TestCase("error", null, null, "error", 1, 1)]
    [TestCase("error", "powering-off", null, "error", 1, 1)]
    [TestCase("resized", null, null, "active", 1, 0)]
    [TestCase("resized", "resize_reverting", null, "active", 1, 0)]
    [TestCase("resized", null, ShutDown, "stopped", 1, 1)]
    [TestCase("resized", "resize_reverting", ShutDown, "stopped", 1, 1)]
    [TestCase("paused", null, null, "stopped", 1, 1)]
    [TestCase("paused", "unpausing", null, "stopped", 1, 1)]
    [TestCase("suspended", null, null, "stopped", 1, 1)]
    [TestCase("rescued", null, null, "stopped", 1, 1)]
    [TestCase("building", "spawning", null, "stopped", 1, 1)]
    [TestCase("shelved", null, null, "stopped", 1, 1)]
    public async Task Leaves_an_instance_in_the_state_of_the_table(
        string vmState, string? taskState, int? powerState, string expected, int resets, int stops)
    {
        await using var masakari = await SmallCloud.StartAsync(cloud => cloud.AddServer("c1", "vm1", vmState, taskState: taskState, powerState: powerState));

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        var cloud = masakari.Cloud;
        Assert.That(cloud.Server("vm1").VmState, Is.EqualTo(expected));
        Assert.That((cloud.CountCalls("os-resetState"), cloud.CountCalls("os-stop")), Is.EqualTo((resets, stops)));
        Assert.That((cloud.CountCalls("lock"), cloud.CountCalls("unlock")), Is.EqualTo((1, 1)));
        cloud.AssertMovedOnce("vm1");
    }

    [TestCase("active")]
    [TestCase("paused")]
    public async Task Leaves_the_lock_of_an_owner_alone(string vmState)
    {
        await using var masakari = await SmallCloud.StartAsync(cloud => cloud.AddServer("c1", "vm1", vmState, locked: true));

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        var cloud = masakari.Cloud;
        Assert.That((cloud.Server("vm1").IsLocked, cloud.Server("vm1").Host), Is.EqualTo((true, "c2")));
        Assert.That((cloud.CountCalls("lock"), cloud.CountCalls("unlock")), Is.EqualTo((0, 0)));
    }

    /// <summary>Its owner wants the instance gone: an evacuation would bring it back.</summary>
    [Test]
    public async Task Does_not_evacuate_what_is_being_deleted()
    {
        await using var masakari = await SmallCloud.StartAsync(cloud => cloud.AddServer("c1", "vm1", taskState: "deleting"));

        var notification = await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.Zero);
        Assert.That(await masakari.VMovesAsync(notification), Is.Empty);
    }

    /// <summary>
    /// Where the hypervisor's name is a FQDN and the service host's name is short, they always differ. The original then called an
    /// instance moved at once.
    /// </summary>
    [Test]
    public async Task Waits_for_the_service_host_where_hypervisors_have_other_names()
    {
        await using var masakari = await Simulation.MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1", hypervisorHostname: "c1.example.org");
            cloud.AddHost("c2", hypervisorHostname: "c2.example.org");
            cloud.AddServer("c1", "vm1");
        }, SmallCloud.Quick);
        await masakari.RegisterAsync("auto", "c1", "c2");

        var notification = await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1");
        Assert.That((await masakari.VMovesAsync(notification)).Single().DestHost, Is.EqualTo("c2"));
    }

    [Test]
    public async Task Takes_the_other_name_of_a_hypervisor_for_no_landing()
    {
        await using var masakari = await Simulation.MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1", hypervisorHostname: "c1.example.org");
            cloud.AddHost("c2", hypervisorHostname: "c2.example.org");
            cloud.AddServer("c1", "vm1");
            cloud.PlanEvacuation("vm1", EvacuationOutcome.NeverEnds);
        }, SmallCloud.Quick);
        await masakari.RegisterAsync("auto", "c1", "c2");
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.UntilAsync(notification, NotificationStatus.Error);

        var move = (await masakari.VMovesAsync(notification)).Single();
        Assert.That((move.Status, move.DestHost), Is.EqualTo((VMoveStatus.Failed, (string?)null)));
        Assert.That(move.Message, Does.Contain("did not end within 90 s"));
        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);
        Assert.That((masakari.Cloud.Server("vm1").Host, masakari.Cloud.Evacuations("vm1")), Is.EqualTo(("c1", 1)));
    }
}
