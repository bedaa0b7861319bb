using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>In which state a server comes back, and what Nova refuses for good.</summary>
public sealed class StateScenarios
{
    [Test]
    public async Task A_state_that_nova_refuses_is_reset_and_the_server_moves()
    {
        await using var masakari = await Story.BeginAsync();
        masakari.Cloud.AddServer("c1", "vm1", vmState: "paused");

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.CountCalls("os-resetState")), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_server_with_a_share_or_an_accelerator_is_asked_for_once(
        [Values(nameof(EvacuationBar.Share), nameof(EvacuationBar.AcceleratorPort))] string bar)
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.BarEvacuation("vm1", Enum.Parse<EvacuationBar>(bar));

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That(masakari.LeftOn("c1"), Is.EqualTo(new[] { "vm1" }));
        Assert.That(
            (masakari.Evacuates(), masakari.Cloud.CountCalls("os-resetState"), await masakari.StatusAsync(notification)),
            Is.EqualTo((2, 0, "failed")),
            "asked again for what Nova refuses for good");
    }

    [Test]
    public async Task A_server_that_nova_never_evacuates_is_not_asked_for_in_later_attempts()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.BarEvacuation("vm1", EvacuationBar.Vtpm);
        masakari.Cloud.PlanEvacuation("vm2", EvacuationOutcome.BuildFails, times: 2);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1"), masakari.Evacuates()), Is.EqualTo((new[] { "vm1" }, 4)));
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("1 of 2 instances").And.Contains("no retry"));
        Assert.That(masakari.Cloud.Server("vm1").IsLocked, Is.False);
    }

    [Test]
    public async Task A_refusal_stands_in_the_message_of_the_vmove()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.BarEvacuation("vm1", EvacuationBar.Share);

        var notification = await masakari.LoseHostAsync("c1");

        var messages = await masakari.MoveMessagesAsync(notification);
        Assert.That(messages["vm1"], Does.Contain("Feature not supported with instances that have shares."));
    }

    [Test]
    public async Task Another_400_is_asked_again()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 1, Effect = new FaultEffect.Status(400) });

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "active")));
    }

    [Test]
    public async Task A_retry_brings_the_server_back_as_it_was()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "active")));
    }

    [Test]
    public async Task A_copy_of_the_report_brings_the_server_back_as_it_was()
    {
        await using var masakari = await Story.BeginWithAsync("[recovery]\nretry_attempts = 0\n", options: null, "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);
        var first = await masakari.KillAndReportAsync("c1");
        var payload = new Dictionary<string, string> { ["event"] = "STOPPED", ["host_status"] = "NORMAL", ["cluster_status"] = "OFFLINE" };
        var copy = await masakari.NotifyAsync("COMPUTE_HOST", "c1", payload);
        var ends = new[] { await masakari.EndAsync(first), await masakari.EndAsync(copy) };

        Assert.That(ends, Is.EquivalentTo(["failed", "finished"]), "one after the other, whichever was the first");
        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("active"), "brought back in the state that the failed recovery left");
    }

    [TestCase(true, "error")]     // stopped, as a server that was in error before its host died
    [TestCase(false, "active")]
    public async Task A_users_action_after_a_failed_move_is_the_last_word(bool acts, string vmState)
    {
        await using var masakari = await Story.BeginWithAsync("[recovery]\nretry_attempts = 0\n", options: null, "vm1");
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails);
        await masakari.LoseHostAsync("c1");
        if (acts) masakari.Cloud.StopByOwner("vm1");
        await masakari.PassAsync(2);

        Assert.That(await masakari.EndAsync(await masakari.NotifyAsync("c1")), Is.EqualTo("finished"));

        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo(vmState));
    }

    [Test]
    public async Task A_move_that_landed_says_nothing_about_a_later_error()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        await masakari.LoseHostAsync("c1");
        var next = masakari.Cloud.Server("vm1").Host;
        masakari.Cloud.BreakServer("vm1");

        await masakari.LoseHostAsync(next);

        Assert.That((masakari.LeftOn(next).Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "error")));
    }

    [Test]
    public async Task Actions_are_asked_for_only_when_an_earlier_move_failed()
    {
        await using var masakari = await Story.BeginAsync();
        masakari.Cloud.AddServer("c1", "vm1", vmState: "error");

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.Cloud.CallsByKind().Keys, Has.None.Contains("os-instance-actions"));
    }

    [Test]
    public async Task A_guest_that_was_shut_down_with_its_host_comes_back_active()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.ShutDownHost("c1", off: TimeSpan.FromSeconds(30));
        await masakari.PassAsync(31);
        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("stopped"));

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("active"), "left stopped");
        Assert.That(
            (await masakari.MoveMessagesAsync(notification))["vm1"], Does.Contain("started").And.Contain("stopped without a user"));
        Assert.That((masakari.Cloud.CountCalls("os-start"), masakari.Cloud.Server("vm1").IsLocked), Is.EqualTo((1, false)));
    }

    [Test]
    public async Task A_guest_that_its_owner_stopped_stays_stopped()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.StopByOwner("vm1");
        await masakari.PassAsync(60);

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "stopped")));
    }

    [Test]
    public async Task A_guest_that_stopped_long_before_its_host_stays_stopped()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.CrashGuest("vm1");
        await masakari.PassAsync(400);

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Server("vm1").VmState), Is.EqualTo((0, "stopped")));
    }

    [Test]
    public async Task The_actions_of_servers_that_are_not_stopped_are_not_asked_for()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.Cloud.CallsByKind().Keys, Has.None.Contains("os-instance-actions"));
    }
}
