using Masakari.Core.VMoves;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Guests that stopped shortly before their host fell silent: which of them are started where they land.</summary>
public sealed class StoppedWithHostScenarios
{
    [Test]
    public async Task A_guest_that_its_owner_stopped_just_before_a_shutdown_stays_stopped()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.StopByOwner("vm2");
        await masakari.PassAsync(5);
        await ShutDownAsync(masakari);

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.Server("vm2").VmState), Is.EqualTo(("active", "stopped")));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_user_s_stop_after_the_power_sync_is_the_last_word()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.CrashGuest("vm1");
        await masakari.PassAsync(20);
        masakari.Cloud.StartByOwner("vm1");
        await masakari.PassAsync(5);
        masakari.Cloud.StopByOwner("vm1");
        await masakari.PassAsync(5);

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
    }

    [Test]
    public async Task With_a_window_of_zero_every_stopped_guest_stays_stopped()
    {
        await using var masakari = await Story.BeginWithAsync("[recovery]\npower_sync_window = 0\n", options: null, "vm1");
        await ShutDownAsync(masakari);

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
        Assert.That(masakari.Cloud.CallsByKind().Keys, Has.None.Contains("os-instance-actions"));
    }

    [Test]
    public async Task Actions_that_cannot_be_read_leave_the_guest_stopped_and_hold_up_no_other()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await ShutDownAsync(masakari);
        masakari.Cloud.AddServer("c1", "vm2");
        masakari.Cloud.Fail(new FaultRule { Path = "*/os-instance-actions", Effect = new FaultEffect.Status(500) });

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That((await masakari.StatusAsync(notification), masakari.LeftOn("c1").Count), Is.EqualTo(("finished", 0)));
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
    }

    [Test]
    public async Task Only_the_actions_of_stopped_guests_are_asked_for_once_each()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        await ShutDownAsync(masakari);
        masakari.Cloud.AddServer("c1", "vm3");

        await masakari.LoseHostAsync("c1");

        Assert.That(
            masakari.Cloud.CallsByKind().Where(kind => kind.Key.Contains("os-instance-actions", StringComparison.Ordinal)).Sum(kind => kind.Value),
            Is.EqualTo(2));
    }

    [Test]
    public async Task A_start_that_nova_rejects_is_said_and_the_move_has_succeeded()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await ShutDownAsync(masakari);
        masakari.Cloud.Fail(new FaultRule { Action = "os-start", Effect = new FaultEffect.Status(400, "No valid image.") });

        var notification = await masakari.LoseHostAsync("c1");

        var move = (await masakari.VMovesAsync(notification)).Single();
        Assert.That((move.Status, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((VMoveStatus.Succeeded, 1)));
        Assert.That(move.Message, Does.Contain("could not be started").And.Contain("No valid image."));
        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("finished"));
    }

    [Test]
    public async Task A_start_whose_answer_was_lost_is_not_taken_for_a_failure()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await ShutDownAsync(masakari);
        masakari.Cloud.Fail(new FaultRule { Action = "os-start", Times = 1, Effect = new FaultEffect.LoseAnswer() });

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That((masakari.Cloud.Server("vm1").VmState, await masakari.StatusAsync(notification)), Is.EqualTo(("active", "finished")));
    }

    /// <summary>The journal says what the instance is to be: whoever takes over starts it, and does so once.</summary>
    [Test]
    public async Task A_killed_engine_s_guest_is_started_by_the_next_one([Values("evacuate", "os-start")] string killedAfter)
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await ShutDownAsync(masakari);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls(killedAfter) == 1);

        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(30));
        await masakari.UntilOverAsync(notification);

        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Evacuates()), Is.EqualTo(("active", 1)));
        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(1));
        Assert.That((await masakari.MoveMessagesAsync(notification))["vm1"], Does.Contain("was started"));
    }

    /// <summary>It lands stopped while no engine is alive, and the next one finds that the host is back.</summary>
    [Test]
    public async Task A_killed_engine_s_guest_is_started_by_the_next_one_although_the_host_is_back()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await ShutDownAsync(masakari);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);

        masakari.Cloud.ReviveHost("c1");
        await masakari.KillAndRestartAsync(TimeSpan.FromSeconds(30));
        await masakari.UntilOverAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty);
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("active", 1)));
    }

    /// <summary>The guests stop, Nova notices, the host is off.</summary>
    private static async Task ShutDownAsync(MasakariScenario masakari)
    {
        masakari.Cloud.ShutDownHost("c1", off: TimeSpan.FromSeconds(30));
        await masakari.PassAsync(31);
    }
}
