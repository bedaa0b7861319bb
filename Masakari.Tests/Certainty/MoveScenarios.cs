using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Moves that are open already, moves that fail, and one move per server at a time.</summary>
public sealed class MoveScenarios
{
    [Test]
    [KnownFailure("the vmove fails with the destination to look at, the others move", "the destination is not told")]
    public async Task The_vmove_of_a_live_migration_names_the_destination()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.BeginLiveMigration("vm1", "c2");
        await masakari.PassAsync(6);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That((await masakari.MoveMessagesAsync(notification))["vm1"], Does.Contain("c2"), "the destination is not told");
        Assert.That((await masakari.StatusAsync(notification), masakari.LeftOn("c1")), Is.EqualTo(("failed", new[] { "vm1" })));
    }

    [Test]
    [KnownFailure("the first report leaves it, a new one after the operator's look moves it", "moved without the operator's look")]
    public async Task A_new_report_moves_the_server_of_a_live_migration()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.BeginLiveMigration("vm1", "c2");
        await masakari.PassAsync(6);
        await masakari.LoseHostAsync("c1");
        Assert.That(masakari.LeftOn("c1"), Is.EqualTo(new[] { "vm1" }), "moved without the operator's look");

        await masakari.EndMaintenanceAsync("c1");
        await masakari.EndAsync(await masakari.NotifyAsync("c1"));

        Assert.That(masakari.LeftOn("c1"), Is.Empty);
    }

    [Test]
    public async Task A_live_migration_that_had_ended_does_not_hinder()
    {
        await using var masakari = await Story.BeginAsync();
        masakari.Cloud.AddServer("c2", "vm1");
        masakari.Cloud.BeginLiveMigration("vm1", "c1");
        await masakari.PassAsync(20);

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").RanTwice), Is.EqualTo((0, false)));
    }

    [Test]
    public async Task A_cloud_without_room_says_so()
    {
        await using var masakari = await Story.BeginAsync(["c1"], "", options: null, "vm1");
        masakari.Cloud.AddHost("full", capacity: 0);

        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);
        await masakari.PassAsync(30);

        Assert.That((await masakari.MoveMessagesAsync(notification))["vm1"], Does.Contain("No valid host"));
    }

    [Test]
    [KnownFailure("the later recovery waits for the earlier one's move", "two open moves of one server")]
    public async Task A_destination_that_dies_while_the_move_settles_waits_for_that_move()
    {
        await using var masakari = await Story.BeginAsync();
        masakari.Cloud.AddServer("c1", "vm1", vmState: "paused");
        var first = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm1").Host != "c1");
        var next = masakari.Cloud.Server("vm1").Host;

        masakari.Cloud.KillHost(next);
        masakari.Cloud.ForceDown(next);
        var second = await masakari.NotifyAsync(next);
        var together = 0;
        await masakari.Clock.RunUntilAsync(async () =>
        {
            if (await IsOpenAsync(masakari, first) && await IsOpenAsync(masakari, second)) together++;
            var end = await masakari.StatusAsync(second);
            return end is "finished" or "failed";
        }, TimeSpan.FromHours(1));

        Assert.That(together, Is.Zero, "two open moves of one server");
        Assert.That((masakari.LeftOn(next).Count, masakari.Cloud.Server("vm1").RanTwice), Is.EqualTo((0, false)));
    }

    private static async Task<bool> IsOpenAsync(MasakariScenario masakari, Guid notification) =>
        (await masakari.GetAsync($"notifications/{notification}/vmoves")).GetProperty("vmoves").EnumerateArray()
            .Any(move => move.GetProperty("status").GetString() == "ongoing");
}
