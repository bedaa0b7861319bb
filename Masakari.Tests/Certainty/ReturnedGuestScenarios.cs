using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>Guests that a reboot of their host has stopped: which are started when the host is back, and which are not.</summary>
public sealed class ReturnedGuestScenarios
{
    [Test]
    public async Task Nova_is_given_time_to_notice_what_is_off_and_the_message_says_so()
    {
        await using var masakari = await Story.BeginWithAsync("", ReturnedGuestStory.LateSync, "vm1", "vm2");
        var notification = await masakari.RebootAsync();
        await masakari.PassAsync(40);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("Host c1 is back").And.Contain("Started: 0; still looked at: 2"));
        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.False, "the host is in service while its guests are looked at");

        await masakari.EndAsync(notification);
        Assert.That(masakari.Running("vm1", "vm2"), Is.EqualTo(new[] { "vm1", "vm2" }));
        Assert.That(await masakari.MessageAsync(notification), Does.EndWith("2 instances that had stopped with the host were started."));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_guest_that_its_user_stops_after_the_first_look_is_left_alone()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(40);
        masakari.Cloud.StopByOwner("vm2");
        await masakari.PassAsync(30);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);

        await masakari.EndAsync(notification);

        Assert.That(masakari.Running("vm1", "vm2"), Is.EqualTo(new[] { "vm1" }));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(1));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("1 instance ").And.Not.Contain("vm2"));
    }

    [Test]
    public async Task A_guest_that_was_stopped_before_is_left_alone()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.AddServer("c1", "vm2", vmState: "stopped");
        var notification = await masakari.RebootAsync();

        await masakari.EndAsync(notification);

        Assert.That((masakari.Cloud.Server("vm2").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 1)));
    }

    [Test]
    public async Task Guests_that_stopped_with_the_host_before_it_was_reported_are_started()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.ShutDownHost("c1", off: TimeSpan.FromSeconds(30));
        await masakari.PassAsync(31);
        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("stopped"));
        var notification = await masakari.RebootAsync();

        await masakari.EndAsync(notification);

        Assert.That((masakari.Running("vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Only_guests_that_would_be_moved_are_started()
    {
        await using var masakari = await Story.BeginWithAsync("[host_failure]\nevacuate_all_instances = false\n", options: null, "vm1");
        masakari.Cloud.AddServer("c1", "vm2", metadata: new Dictionary<string, string> { ["HA_Enabled"] = "True" });
        var notification = await masakari.RebootAsync();

        await masakari.EndAsync(notification);
        await masakari.PassAsync(30);

        Assert.That((masakari.Running("vm1", "vm2"), masakari.Cloud.CountCalls("os-start")), Is.EqualTo((new[] { "vm2" }, 1)));
    }

    [Test]
    public async Task Nothing_is_started_when_it_is_switched_off()
    {
        await using var masakari = await Story.BeginWithAsync("[recovery]\nstart_guests_of_returned_host = false\n", options: null, "vm1");
        var notification = await masakari.RebootAsync();
        var back = masakari.Clock.GetUtcNow();

        await masakari.EndAsync(notification);

        Assert.That(masakari.SecondsSince(back), Is.LessThan(40), "nothing is waited for");
        await masakari.PassAsync(60);
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
    }

    [Test]
    public async Task What_nova_notices_after_the_time_is_not_started()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { StartSyncDelay = TimeSpan.FromSeconds(400) }, "vm1");
        var notification = await masakari.RebootAsync();
        var back = masakari.Clock.GetUtcNow();

        await masakari.EndAsync(notification);

        Assert.That(masakari.SecondsSince(back), Is.InRange(180, 220));
        await masakari.PassAsync(400);
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
    }

    /// <summary>A false report. What a user does inside a guest meanwhile is the user's affair.</summary>
    [Test]
    public async Task A_host_that_missed_no_heartbeat_has_no_guest_started_and_is_not_waited_for()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.CrashGuest("vm1");
        var notification = await masakari.NotifyAsync("c1");
        var reported = masakari.Clock.GetUtcNow();

        await masakari.EndAsync(notification);

        Assert.That(masakari.SecondsSince(reported), Is.LessThan(40));
        await masakari.PassAsync(60);
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
    }

    [Test]
    public async Task A_host_that_starts_its_guests_itself_is_sent_no_start()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(70);
        masakari.Cloud.ReviveHost("c1");

        await masakari.EndAsync(notification);

        Assert.That((masakari.Running("vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 0)));
        Assert.That(await masakari.MessageAsync(notification), Does.EndWith("No instance was moved."));
    }
}
