using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Moves that are open already, moves that fail, and one move per server at a time.</summary>
public sealed class MoveScenarios
{
    [Test]
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

    /// <summary>The copy was accepted before anybody could read the message of the first report.</summary>
    [Test]
    public async Task A_copy_of_the_report_does_not_move_the_server_of_a_live_migration()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.BeginLiveMigration("vm1", "c2");
        await masakari.PassAsync(6);
        var first = await masakari.KillAndReportAsync("c1");
        var payload = new Dictionary<string, string> { ["event"] = "STOPPED", ["host_status"] = "NORMAL", ["cluster_status"] = "OFFLINE" };
        var copy = await masakari.NotifyAsync("COMPUTE_HOST", "c1", payload);

        Assert.That((await masakari.EndAsync(first), await masakari.EndAsync(copy)), Is.EqualTo(("failed", "failed")));
        Assert.That((masakari.LeftOn("c1"), masakari.Cloud.Server("vm1").RanTwice), Is.EqualTo((new[] { "vm1" }, false)));
    }

    [Test]
    public async Task The_server_of_a_live_migration_costs_no_retry()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.BeginLiveMigration("vm1", "c2");
        await masakari.PassAsync(6);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("1 of 2 instances"));
        Assert.That(masakari.Log, Has.None.Contains("next attempt"));
    }

    /// <summary>The recovery that moves the server is killed, and the one that waits for it lives on in the same process.</summary>
    [Test]
    public async Task A_recovery_waits_for_the_move_of_one_that_is_taken_over()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null);
        masakari.Cloud.AddServer("c1", "vm1", vmState: "paused");
        var first = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm1").Host != "c1");
        var next = masakari.Cloud.Server("vm1").Host;
        masakari.Cloud.KillHost(next);
        masakari.Cloud.ForceDown(next);
        var second = await masakari.NotifyAsync(next);
        await masakari.UntilAsync(() => masakari.Log.Any(line => line.Contains(" 5033 ", StringComparison.Ordinal)));

        await masakari.KillAndRestartAsync();
        await masakari.EndAsync(first);

        Assert.That(await masakari.EndAsync(second), Is.EqualTo("finished"));
        Assert.That((masakari.LeftOn(next).Count, masakari.Cloud.Server("vm1").RanTwice), Is.EqualTo((0, false)));
        Assert.That(await masakari.QueryAsync<string>("SELECT instance_uuid FROM open_moves"), Is.Empty);
    }

    [Test]
    public async Task A_server_that_waits_holds_up_no_other_server()
    {
        await using var masakari = await Story.BeginAsync();
        masakari.Cloud.AddServer("c1", "vm1", vmState: "paused");
        await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm1").Host != "c1");
        var next = masakari.Cloud.Server("vm1").Host;
        masakari.Cloud.AddServer(next, "vm2");
        masakari.Cloud.KillHost(next);
        masakari.Cloud.ForceDown(next);

        await masakari.NotifyAsync(next);
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm2").Host != next);

        Assert.That(masakari.Cloud.Server("vm1").Host, Is.EqualTo(next), "it waits for the first recovery");
    }

    [Test]
    public async Task A_server_is_left_in_the_state_that_the_earlier_recovery_wanted()
    {
        await using var masakari = await Story.BeginWithAsync("[recovery]\nretry_attempts = 0\n", options: null);
        masakari.Cloud.AddServer("c1", "vm1", vmState: "paused");
        var first = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.Server("vm1").Host != "c1");
        var next = masakari.Cloud.Server("vm1").Host;
        masakari.Cloud.KillHost(next);
        masakari.Cloud.ForceDown(next);

        Assert.That(await masakari.EndAsync(await masakari.NotifyAsync(next)), Is.EqualTo("finished"));

        Assert.That(await masakari.EndAsync(first), Is.EqualTo("failed"), "its move did not settle in time");
        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("stopped"));
    }

    private static async Task<bool> IsOpenAsync(MasakariScenario masakari, Guid notification) =>
        (await masakari.GetAsync($"notifications/{notification}/vmoves")).GetProperty("vmoves").EnumerateArray()
            .Any(move => move.GetProperty("status").GetString() == "ongoing");
}
