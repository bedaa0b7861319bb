using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>What becomes of a spare that was taken: kept, given back, dead on the way, or in the hands of an operator.</summary>
public sealed class SpareFateScenarios
{
    /// <summary>So long is the pause between two evacuates that the first instance has landed before the second is sent.</summary>
    private const string Slowly = "[recovery]\nstart_stagger_ms = 30000\n";

    [Test]
    public async Task A_reserved_host_that_fails_is_no_longer_reserved()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1", "s2"], "vm1");
        await masakari.LoseHostAsync("s1");

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "s2" })));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task A_spare_that_is_down_is_waited_for_and_named()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1"], "vm1");
        masakari.Cloud.SilenceHost("s1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(400);
        Assert.That((await masakari.StatusAsync(notification), masakari.Evacuates()), Is.EqualTo(("running", 0)), "sent to a host that is down");
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("s1 (nova-compute is down)").And.Contain("manage abort"));
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)), "taken although it is down");

        masakari.Cloud.ReviveHost("s1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "s1" })));
        Assert.That(masakari.Log, Has.None.Contains("next attempt"), "the wait used up an attempt");
    }

    [Test]
    public async Task A_spare_on_maintenance_is_not_taken()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1", "s2"], "vm1");
        await masakari.ChangeHostAsync("s2", new { on_maintenance = true });

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "s1" })));
        Assert.That(await masakari.SpareAsync("s2"), Is.EqualTo((true, false)));
    }

    /// <summary>It is reported by its own monitor: from then on it is another failed host.</summary>
    [Test]
    public async Task A_spare_that_dies_on_the_way_gets_no_more_instances()
    {
        await using var masakari = await SpareStory.BeginWithAsync(Slowly, "reserved_host", ["s1", "s2"], "vm1", "vm2");
        var first = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.HostsOf("vm1", "vm2").Contains("s2"));
        var landed = masakari.LeftOn("s2").Single();

        var died = masakari.Clock.GetUtcNow();
        var second = await masakari.KillAndReportAsync("s2");

        Assert.That(await masakari.EndAsync(first), Is.EqualTo("finished"), await masakari.MessageAsync(first));
        Assert.That(masakari.DestinationsSince(died), Has.None.EqualTo("s2"));
        Assert.That(await masakari.DetailsAsync(first), Does.Contain("Reserved host s2 is not used: it is on maintenance"), masakari.Told);
        await masakari.EndAsync(second);
        Assert.That(masakari.Cloud.Server(landed).RanTwice, Is.False);
        Assert.That((await masakari.MoveMessagesAsync(second)).Keys, Is.EqualTo([landed]), "what had landed belongs to the spare's own recovery");
        Assert.That(await masakari.SpareAsync("s2"), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task A_spare_that_an_operator_disables_stays_disabled()
    {
        await using var masakari = await SpareStory.BeginWithAsync(Slowly, "reserved_host", ["s1", "s2"], "vm1", "vm2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.HostsOf("vm1", "vm2").Contains("s2"));

        var since = masakari.Clock.GetUtcNow();
        masakari.Cloud.WriteService("s2", disabled: true, reason: "spare");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That((masakari.DestinationsSince(since), masakari.Cloud.Host("s2").IsDisabled), Is.EqualTo((new[] { "s1" }, true)));
    }

    [Test]
    public async Task A_spare_that_an_operator_puts_on_maintenance_gets_no_more_instances()
    {
        await using var masakari = await SpareStory.BeginWithAsync(Slowly, "reserved_host", ["s1", "s2"], "vm1", "vm2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.HostsOf("vm1", "vm2").Contains("s2"));

        var since = masakari.Clock.GetUtcNow();
        await masakari.WriteHostAsync("s2", "on_maintenance = 1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That(masakari.DestinationsSince(since), Is.EqualTo(["s1"]));
    }

    [Test]
    public async Task A_spare_whose_row_an_operator_has_changed_is_not_reserved_again()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1:0"], "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);

        await masakari.WriteHostAsync("s1", "control_attributes = 'IPMI'");
        await masakari.AbortAsync(notification);
        await masakari.EndAsync(notification);
        await masakari.PassAsync(60);

        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, false)));
        Assert.That(await masakari.QueryAsync<string>("SELECT host_name FROM spare_journal"), Is.Empty);
    }

    /// <summary>Nothing has landed on it. The second flow of the recovery, or the next recovery, would take it and enable it.</summary>
    [Test]
    public async Task A_spare_that_an_operator_disables_is_not_reserved_again()
    {
        await using var masakari = await SpareStory.BeginAsync("rh_priority", ["s1:0"], "vm1");
        var notification = await TryFullSpareAsync(masakari);

        masakari.Cloud.WriteService("s1", disabled: true, reason: "memory is being replaced");
        await masakari.PassAsync(120);
        masakari.Cloud.WriteService("c2", disabled: false);

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "c2" })));
        await masakari.PassAsync(60);
        Assert.That(masakari.Cloud.Host("s1").IsDisabled, Is.True);
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, false)));
        Assert.That(await masakari.QueryAsync<string>("SELECT host_name FROM spare_journal"), Is.Empty);
    }

    /// <summary>A nova-compute without its hypervisor disables its service, and enables it when the hypervisor is back.</summary>
    [Test]
    public async Task A_spare_that_nova_disables_is_reserved_again_when_nova_has_enabled_it()
    {
        await using var masakari = await SpareStory.BeginAsync("rh_priority", ["s1:0"], "vm1");
        var notification = await TryFullSpareAsync(masakari);
        masakari.Cloud.WriteService("s1", disabled: true, reason: "AUTO: Connection to libvirt lost: 1");
        masakari.Cloud.WriteService("c2", disabled: false);
        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        await masakari.PassAsync(120);
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((false, false)), "reserved while its hypervisor is away");

        masakari.Cloud.WriteService("s1", disabled: false);
        await masakari.PassAsync(60);

        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)));
        Assert.That((masakari.Cloud.Host("s1").IsDisabled, masakari.Cloud.Host("s1").DisabledReason), Is.EqualTo((true, "spare")));
    }

    /// <summary>Nobody had disabled it before: whoever does so while it is used does not want it used.</summary>
    [Test]
    public async Task A_spare_that_was_enabled_when_it_was_taken_stays_disabled_when_an_operator_disables_it()
    {
        await using var masakari = await SpareStory.BeginAsync("rh_priority", ["s1:0"], "vm1");
        masakari.Cloud.WriteService("s1", disabled: false);
        var notification = await TryFullSpareAsync(masakari);

        masakari.Cloud.WriteService("s1", disabled: true);
        await masakari.PassAsync(120);
        Assert.That((await masakari.StatusAsync(notification), masakari.Cloud.Host("s1").IsDisabled), Is.EqualTo(("running", true)));
        masakari.Cloud.WriteService("c2", disabled: false);
        await masakari.EndAsync(notification);
        await masakari.PassAsync(60);

        Assert.That((masakari.Cloud.Host("s1").IsDisabled, await masakari.SpareAsync("s1")), Is.EqualTo((true, (false, false))));
    }

    [Test]
    public async Task A_recovery_waits_for_its_only_spare_while_an_operator_has_disabled_it()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1:0"], "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);

        masakari.Cloud.WriteService("s1", disabled: true, reason: "memory is being replaced");
        await masakari.PassAsync(300);

        Assert.That((await masakari.StatusAsync(notification), masakari.Cloud.Host("s1").IsDisabled), Is.EqualTo(("running", true)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("somebody has disabled its nova-compute (memory is being replaced)"));
    }

    [Test]
    public async Task An_abort_gives_a_spare_back_that_has_taken_nothing()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1:0"], "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);
        await masakari.PassAsync(120);
        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"), masakari.Told);

        await masakari.AbortAsync(notification);
        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        await masakari.PassAsync(60);

        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_spare_is_given_back_when_the_failed_host_comes_back()
    {
        await using var masakari = await SpareStory.BeginAsync("reserved_host", ["s1:0"], "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);
        await masakari.PassAsync(10);

        masakari.Cloud.ReviveHost("c1");
        await masakari.EndAsync(notification);
        await masakari.PassAsync(60);

        Assert.That((masakari.HostsOf("vm1"), await masakari.SpareAsync("s1")), Is.EqualTo((new[] { "c1" }, (true, false))));
    }

    [Test]
    public async Task Room_that_appears_elsewhere_ends_the_wait_of_auto_priority()
    {
        await using var masakari = await SpareStory.BeginAsync("auto_priority", ["s1:0"], "vm1");
        masakari.Cloud.WriteService("c2", disabled: true);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);
        await masakari.PassAsync(100);

        masakari.Cloud.WriteService("c2", disabled: false);

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "c2" })));
        Assert.That(masakari.Log, Has.None.Contains("next attempt"), "the wait used up an attempt");
        Assert.That(await masakari.SpareAsync("s1"), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_spare_that_comes_up_ends_the_wait_of_rh_priority()
    {
        await using var masakari = await SpareStory.BeginAsync("rh_priority", ["s1"], "vm1");
        masakari.Cloud.WriteService("c2", disabled: true);
        masakari.Cloud.SilenceHost("s1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(20);
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(200);
        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"));

        masakari.Cloud.ReviveHost("s1");

        Assert.That((await masakari.EndAsync(notification), masakari.HostsOf("vm1")), Is.EqualTo(("finished", new[] { "s1" })));
    }

    [Test]
    public async Task Both_flows_are_in_the_details_and_the_spare_is_in_the_message_of_the_vmove()
    {
        await using var masakari = await SpareStory.BeginAsync("rh_priority", ["s1:0"], "vm1");
        masakari.Cloud.WriteService("c2", disabled: true);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);
        await masakari.PassAsync(3);
        var message = (await masakari.MoveMessagesAsync(notification))["vm1"];
        masakari.Cloud.WriteService("c2", disabled: false);
        await masakari.EndAsync(notification);

        var details = await masakari.GetAsync($"notifications/{notification}");
        var names = details.GetProperty("notification").GetProperty("recovery_workflow_details").EnumerateArray()
            .Select(task => task.GetProperty("name").GetString());
        string[] triple = ["DisableComputeServiceTask", "PrepareHAEnabledInstancesTask", "EvacuateInstancesTask"];
        Assert.That(names, Is.EqualTo([.. triple, .. triple]));
        Assert.That(message, Does.StartWith("To reserved host s1: Nova ended the evacuation"));
        var places = await masakari.QueryAsync<string>("SELECT DISTINCT flow || '-' || COALESCE(target, '') FROM recovery_progress ORDER BY 1");
        Assert.That(string.Join(' ', places), Does.StartWith("1- 1-s1 2-"));
    }

    /// <summary>The only other host takes nothing, and the spare has no room: the recovery has taken the spare, and waits.</summary>
    private static async Task<Guid> TryFullSpareAsync(MasakariScenario masakari)
    {
        masakari.Cloud.WriteService("c2", disabled: true);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);
        return notification;
    }
}
