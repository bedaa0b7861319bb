using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>What is on a host, and when its recovery is done.</summary>
public sealed class CompletenessScenarios
{
    [Test]
    public async Task A_list_that_is_empty_for_60_s_leaves_nothing_behind()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(150);

        masakari.Cloud.LoseCellOf("c1", CellData.Servers, duration: TimeSpan.FromSeconds(90));
        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "left on c1 under finished");
    }

    [Test]
    public async Task A_hidden_host_attribute_is_an_error([Values("null", null)] string? json)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Distort("vm1", "OS-EXT-SRV-ATTR:host", json);
        var notification = await masakari.KillAndReportAsync("c1");

        var end = await masakari.EndAsync(notification);

        Assert.That(end, Is.EqualTo("failed"), "left on c1 under finished");
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("OS-EXT-SRV-ATTR:host"));
    }

    [Test]
    public async Task A_task_is_no_reason_for_a_reset_on_a_nova_since_zed()
    {
        await using var masakari = await Story.BeginAsync();
        masakari.Cloud.AddServer("c1", "vm1", taskState: "rebooting");

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.Cloud.CountCalls("os-resetState"), Is.Zero, "reset a server that Nova would have evacuated");
    }

    [Test]
    public async Task A_task_is_reset_when_an_older_nova_refuses_because_of_it()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { EvacuateChecksTaskState = true });
        masakari.Cloud.AddServer("c1", "vm1", taskState: "rebooting");

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "active")));
        Assert.That(masakari.Cloud.CountCalls("os-resetState"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_server_that_nova_never_evacuates_is_asked_for_once()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.BarEvacuation("vm1", EvacuationBar.Vtpm);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That(masakari.LeftOn("c1"), Is.EqualTo(new[] { "vm1" }));
        Assert.That(
            (masakari.Evacuates(), masakari.Cloud.CountCalls("os-resetState"), await masakari.StatusAsync(notification)), Is.EqualTo((2, 0, "failed")),
            "asked again for what Nova refuses for good");
    }

    [Test]
    public async Task A_second_report_after_failed_brings_the_server_back_as_it_was()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails, times: 20);
        Assert.That(await masakari.EndAsync(await masakari.KillAndReportAsync("c1")), Is.EqualTo("failed"));

        masakari.Cloud.ForgetPlans();
        await masakari.EndMaintenanceAsync("c1");
        await masakari.PassAsync(200);
        Assert.That(await masakari.EndAsync(await masakari.NotifyAsync("c1")), Is.EqualTo("finished"));

        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("active"), "brought back in the state that the failed recovery left");
    }

    [Test]
    public async Task A_live_migration_in_its_last_phase_is_left_alone()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.BeginLiveMigration("vm1", "c2");
        await masakari.PassAsync(6);

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.Cloud.Server("vm1").RanTwice, Is.False, "started a second copy");
    }

    [Test]
    public async Task A_failed_build_says_why()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails, times: 20, failure: "Barbican answered 403");

        var notification = await masakari.LoseHostAsync("c1");

        var moves = await masakari.GetAsync($"notifications/{notification}/vmoves");
        Assert.That(moves.GetProperty("vmoves")[0].GetProperty("message").GetString(), Does.Contain("Barbican answered 403"), "the cause is not told");
    }
}
