using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>A host on which Nova shows no instance: when that is believed, and what is asked to find out.</summary>
public sealed class EmptyListScenarios
{
    private const string Count = "GET os-hypervisors/detail";

    [Test]
    public async Task Hidden_instances_are_moved_as_soon_as_nova_shows_them()
    {
        await using var masakari = await HiddenAsync(TimeSpan.FromMinutes(7));
        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));

        Assert.That((masakari.LeftOn("c1").Count, await masakari.MessageAsync(notification)), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task The_message_says_what_is_waited_for()
    {
        await using var masakari = await HiddenAsync(TimeSpan.FromHours(1));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls(Count) > 0);
        await masakari.PassAsync(60);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"));
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("Waiting since ").And.Contain(
            "Nova lists no instance on host c1. But the hypervisor of the host counted 2 before the host failed (running_vms)")
            .And.Contain($"`masakari manage abort {notification}`"));
    }

    [Test]
    public async Task The_looks_become_rarer_and_end_after_ten_minutes()
    {
        await using var masakari = await HiddenAsync(TimeSpan.FromHours(1));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls(Count) > 0);
        var began = masakari.Clock.GetUtcNow();

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));

        Assert.That(await masakari.MessageAsync(notification), Does.Contain("running_vms").And.Contain("still so after 10 minutes"));
        Assert.That(masakari.SecondsSince(began), Is.InRange(600, 660));
        Assert.That(masakari.Cloud.CountCalls(Count), Is.InRange(20, 26));
    }

    [Test]
    public async Task An_abort_ends_the_looks()
    {
        await using var masakari = await HiddenAsync(TimeSpan.FromHours(1));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls(Count) > 0);
        var began = masakari.Clock.GetUtcNow();

        await masakari.AbortAsync(notification);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        Assert.That(masakari.SecondsSince(began), Is.LessThan(60));
    }

    [Test]
    public async Task A_host_whose_instances_were_deleted_after_its_death_is_finished()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(60);
        masakari.Cloud.DeleteServer("vm1");
        masakari.Cloud.DeleteServer("vm2");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));

        Assert.That(masakari.Cloud.CountCalls(Count), Is.EqualTo(1));
    }

    [Test]
    public async Task The_count_of_the_host_is_asked_only_when_nothing_is_listed_and_nothing_planned()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.CountCalls(Count)), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_host_of_which_nothing_is_wanted_is_finished_without_its_count()
    {
        await using var masakari = await Story.BeginWithAsync("[host_failure]\nevacuate_all_instances = false\n", options: null, "vm1");

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That((await masakari.StatusAsync(notification), masakari.Cloud.CountCalls(Count)), Is.EqualTo(("finished", 0)));
    }

    /// <summary>c1 has two servers; its cell shows its services and hides its servers for so long from the evidence on.</summary>
    private static async Task<MasakariScenario> HiddenAsync(TimeSpan hidden)
    {
        var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.LoseCellOf("c1", CellData.Servers, duration: TimeSpan.FromMinutes(3) + hidden);
        return masakari;
    }
}
