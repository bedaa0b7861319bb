using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>
/// What Nova's lists and refusals are worth: a list may be short, a 404 may come from a gateway, a record may be missing.
/// </summary>
public sealed class ListScenarios
{
    [Test]
    public async Task A_cell_that_is_away_during_the_wait_leaves_nothing_behind()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(150);

        masakari.Cloud.LoseCellOf("c1", duration: TimeSpan.FromSeconds(90));
        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty);
    }

    [Test]
    public async Task A_cell_that_hides_its_servers_for_an_hour_ends_failed()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(150);

        masakari.Cloud.LoseCellOf("c1", CellData.Servers, duration: TimeSpan.FromHours(1));
        var end = await masakari.EndAsync(notification);

        Assert.That(end, Is.EqualTo("failed"), $"ended by an empty list: {end}");
        Assert.That(await masakari.MessageAsync(notification), Is.Not.Empty);
    }

    [Test]
    public async Task An_empty_host_is_finished()
    {
        await using var masakari = await Story.BeginAsync();

        Assert.That(await masakari.EndAsync(await masakari.KillAndReportAsync("c1")), Is.EqualTo("finished"));
    }

    [Test]
    public async Task A_host_that_an_administrator_has_evacuated_is_finished_although_running_vms_stays()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(100);
        masakari.Cloud.EvacuateByHand("vm1");
        await masakari.PassAsync(60);

        Assert.That(await masakari.EndAsync(await masakari.NotifyAsync("c1")), Is.EqualTo("finished"));
    }

    [Test]
    public async Task A_late_arrival_from_before_the_evidence_is_moved()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);

        masakari.Cloud.AddServer("c1", "vm2", age: TimeSpan.FromHours(1));
        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "left on c1 under finished");
    }

    [Test]
    public async Task A_404_of_a_gateway_does_not_mean_that_the_server_is_gone(
        [Values("""{"error": {"code": 404, "message": "no route"}}""", """{"itemNotFound": {"code": 404, "message": "not here"}}""")]
        string body)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Server = "vm1", Times = 6, Effect = new FaultEffect.Foreign(404, body) });

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "left on c1: a gateway's 404 was taken for Nova's");
    }

    [Test]
    public async Task A_late_arrival_is_moved_although_another_instance_cannot_be_moved()
    {
        await using var masakari = await Story.BeginWithAsync("[recovery]\nretry_attempts = 0\n", options: null, "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails, times: 20);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);

        masakari.Cloud.AddServer("c1", "vm2", age: TimeSpan.FromHours(1));
        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.EqualTo(new[] { "vm1" }));
    }

    [Test]
    public async Task A_404_of_nova_to_two_calls_does_not_mean_that_the_server_is_gone()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Server = "vm1", Action = "evacuate", Times = 1, Effect = new FaultEffect.Status(404) });
        masakari.Cloud.Fail(new FaultRule { Server = "vm1", Method = "GET", Times = 1, Effect = new FaultEffect.Status(404) });

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.LeftOn("c1"), Is.Empty);
    }

    [Test]
    public async Task A_404_of_a_gateway_to_an_unlock_leaves_no_server_locked()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        const string Body = """{"itemNotFound": {"code": 404, "message": "not here"}}""";
        masakari.Cloud.Fail(new FaultRule { Action = "unlock", Times = 1, Effect = new FaultEffect.Foreign(404, Body) });

        await masakari.LoseHostAsync("c1");
        await masakari.PassAsync(120);

        Assert.That(masakari.Cloud.Server("vm1").IsLocked, Is.False);
    }

    [Test]
    public async Task One_404_of_nova_does_not_mean_that_the_server_is_gone()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 1, Effect = new FaultEffect.Status(404) });

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.LeftOn("c1"), Is.Empty);
    }

    [Test]
    public async Task A_server_that_is_deleted_during_the_recovery_is_gone()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() > 0);

        masakari.Cloud.DeleteServer("vm2");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
    }

    [Test]
    public async Task A_rebuild_whose_record_a_cell_hides_is_not_touched()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { EvacuationTime = TimeSpan.FromSeconds(60) }, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(165);

        masakari.Cloud.EvacuateByHand("vm1");
        masakari.Cloud.LoseCellOf("c1", CellData.Migrations, duration: TimeSpan.FromSeconds(40));
        await masakari.EndAsync(notification);

        Assert.That(
            (masakari.Cloud.CountCalls("os-resetState"), masakari.Cloud.Evacuations("vm1"), masakari.Cloud.Server("vm1").VmState),
            Is.EqualTo((0, 1, "active")));
    }

    [Test]
    public async Task An_administrators_evacuate_between_our_two_lists_is_not_touched()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { EvacuationTime = TimeSpan.FromSeconds(60) }, "vm1");
        var hang = new FaultEffect.Hang(TimeSpan.FromSeconds(3));
        masakari.Cloud.Fail(new FaultRule { Method = "GET", Path = "/compute/v2.1/servers/detail", Effect = hang });
        var notification = await masakari.KillAndReportAsync("c1");
        var lists = masakari.Cloud.CountCalls("GET os-migrations");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("GET os-migrations") > lists);

        masakari.Cloud.EvacuateByHand("vm1");
        await masakari.EndAsync(notification);

        Assert.That(
            (masakari.Cloud.CountCalls("os-resetState"), masakari.Cloud.Evacuations("vm1"), masakari.Cloud.Server("vm1").VmState),
            Is.EqualTo((0, 1, "active")), "broke a rebuild that was under way");
    }

    /// <summary>The server's owner had begun a rebuild when the host died: nobody will ever end it.</summary>
    [Test]
    public async Task A_rebuild_that_nobody_ends_is_left_to_the_operator()
    {
        await using var masakari = await Story.BeginAsync("vm2");
        masakari.Cloud.AddServer("c1", "vm1", taskState: "rebuild_spawning");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilStatusAsync(notification, "error");
        Assert.That((masakari.LeftOn("c1"), masakari.Cloud.CountCalls("os-resetState")), Is.EqualTo((new[] { "vm1" }, 0)));
        Assert.That((await masakari.MoveMessagesAsync(notification))["vm1"], Does.Contain("openstack server set --state error"));

        masakari.Cloud.BreakServer("vm1");   // the operator's reset

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "active")));
    }

    /// <summary>An old Nova refuses because of the task; then an administrator's evacuate comes before our reset.</summary>
    [Test]
    public async Task An_evacuate_by_hand_after_a_refusal_is_not_reset()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { EvacuationTime = TimeSpan.FromSeconds(60) });
        masakari.Cloud.AddServer("c1", "vm1", taskState: "rebooting");
        var refusal = new FaultEffect.Status(409, "Cannot 'evacuate' instance while it is in task_state rebooting");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 1, Effect = refusal });
        masakari.Cloud.Fail(new FaultRule { Path = "/compute/v2.1/servers/*", Method = "GET", Effect = new FaultEffect.Hang(TimeSpan.FromSeconds(3)) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);

        masakari.Cloud.EvacuateByHand("vm1");
        await masakari.EndAsync(notification);

        Assert.That(
            (masakari.Cloud.CountCalls("os-resetState"), masakari.Cloud.Evacuations("vm1"), masakari.Cloud.Server("vm1").VmState),
            Is.EqualTo((0, 1, "active")));
    }
}
