using Masakari.Host.Sandbox;

namespace Masakari.Tests.Sandbox;

/// <summary>Guests that stop, by whom, and what os-instance-actions says of that.</summary>
public sealed class GuestDeedTests : CloudDeedFixture
{
    [Test]
    public async Task A_rebooted_host_writes_stopped_in_nobodys_name_at_its_power_sync()
    {
        Cloud.KillHost("c1");
        Pass(30);
        Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);

        Pass(6);
        var before = Cloud.Server("vm-1").VmState;
        Pass(2);

        Assert.That((before, Cloud.Server("vm-1").VmState), Is.EqualTo(("active", "stopped")));
        Assert.That(await NewestActionAsync(), Is.EqualTo(("stop", false)));
    }

    [Test]
    public void A_restarted_nova_compute_finds_its_guests_running()
    {
        Cloud.SilenceHost("c1");
        Pass(90);
        Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);
        Pass(30);

        Assert.That((Cloud.Server("vm-1").VmState, Cloud.Server("vm-1").GuestRuns), Is.EqualTo(("active", true)));
    }

    [Test]
    public async Task A_users_stop_names_the_user()
    {
        Cloud.StopByOwner("vm-1");
        Pass(5);

        Assert.That((Cloud.Server("vm-1").VmState, Cloud.Server("vm-1").GuestRuns), Is.EqualTo(("stopped", false)));
        Assert.That(await NewestActionAsync(), Is.EqualTo(("stop", true)));
    }

    [Test]
    public void A_restarted_nova_compute_does_the_stop_that_it_was_at()
    {
        Cloud.StopByOwner("vm-1");
        Cloud.KillHost("c1");
        Pass(30);
        var before = Cloud.Server("vm-1").TaskState;
        Cloud.ReviveHost("c1");
        Pass(5);

        Assert.That((before, Cloud.Server("vm-1").VmState, Cloud.Server("vm-1").TaskState), Is.EqualTo(("powering-off", "stopped", (string?)null)));
    }

    [Test]
    public async Task An_orderly_shutdown_stops_the_guests_in_nobodys_name_before_the_host_is_off()
    {
        Cloud.ShutDownHost("c1", off: TimeSpan.FromSeconds(20));

        Pass(16);
        var guest = (Cloud.Server("vm-1").VmState, Cloud.Host("c1").IsAlive);
        Pass(5);

        Assert.That(guest, Is.EqualTo(("stopped", true)));
        Assert.That(Cloud.Host("c1").IsAlive, Is.False);
        Assert.That(await NewestActionAsync(), Is.EqualTo(("stop", false)));
    }

    [Test]
    public async Task A_lock_names_its_user()
    {
        await Client.ActAsync(Server, """{"lock": null}""");

        Assert.That(await NewestActionAsync(), Is.EqualTo(("lock", true)));
    }
}
