using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>What comes between while the guests of a host that is back are watched and started.</summary>
public sealed class ReturnedGuestTroubleScenarios
{
    [Test]
    public async Task During_a_pause_nothing_is_started_and_afterwards_it_is()
    {
        await using var masakari = await Story.BeginWithAsync("", ReturnedGuestStory.LateSync, "vm1");
        var notification = await masakari.RebootAsync();
        await masakari.PassAsync(40);
        await masakari.PauseAsync();
        await masakari.PassAsync(300);
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));

        await masakari.ResumeAsync();
        await masakari.EndAsync(notification);

        Assert.That((masakari.Running("vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task An_abort_ends_the_watch_and_starts_nothing()
    {
        await using var masakari = await Story.BeginWithAsync("", ReturnedGuestStory.LateSync, "vm1");
        var notification = await masakari.RebootAsync();
        await masakari.PassAsync(40);

        await masakari.AbortAsync(notification);
        await masakari.EndAsync(notification);
        await masakari.PassAsync(120);

        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-start")), Is.EqualTo(("stopped", 0)));
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("Aborted"));
    }

    [Test]
    public async Task A_host_that_dies_again_ends_the_starts()
    {
        await using var masakari = await Story.BeginWithAsync("", ReturnedGuestStory.LateSync, "vm1");
        var notification = await masakari.RebootAsync();
        await masakari.PassAsync(40);
        masakari.Cloud.KillHost("c1");

        var end = await masakari.EndAsync(notification);

        Assert.That((end, masakari.Cloud.CountCalls("os-start"), masakari.Evacuates()), Is.EqualTo(("failed", 0, 0)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("sends no heartbeats any more"));

        Assert.That(await masakari.EndAsync(await masakari.NotifyAsync("c1", hostStatus: "NORMAL")), Is.EqualTo("finished"));
        Assert.That(masakari.Running("vm1"), Has.Length.EqualTo(1), "the next report's");
    }

    [Test]
    public async Task A_guest_that_is_deleted_meanwhile_is_not_missed()
    {
        await using var masakari = await Story.BeginWithAsync("", ReturnedGuestStory.LateSync, "vm1", "vm2");
        var notification = await masakari.RebootAsync();
        await masakari.PassAsync(40);
        masakari.Cloud.DeleteServer("vm2");

        await masakari.EndAsync(notification);

        Assert.That((masakari.Running("vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("1 instance ").And.Not.Contain("vm2"));
    }

    [Test]
    public async Task A_guest_whose_start_nova_rejects_is_named_and_the_others_are_started()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        masakari.Cloud.Fail(new FaultRule { Action = "os-start", Server = "vm1", Effect = new FaultEffect.Status(400, "No valid image.") });
        var notification = await masakari.RebootAsync();

        await masakari.EndAsync(notification);

        Assert.That((masakari.Running("vm1", "vm2"), masakari.Cloud.CountCalls("os-start")), Is.EqualTo((new[] { "vm2" }, 2)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("1 instance does not run").And.Contain("vm1 (").And.Contain("No valid image"));
    }

    [Test]
    public async Task A_start_that_nova_accepts_and_does_not_carry_out_is_named_and_not_repeated()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { PowerActionTime = TimeSpan.FromSeconds(500) }, "vm1");
        var notification = await masakari.RebootAsync();

        await masakari.EndAsync(notification);

        Assert.That(masakari.Cloud.CountCalls("os-start"), Is.EqualTo(1));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("vm1 (").And.Contain("did not show it active"));
    }

    [Test]
    public async Task A_start_whose_answer_was_lost_is_not_sent_twice()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "os-start", Effect = new FaultEffect.LoseAnswer() });
        var notification = await masakari.RebootAsync();

        await masakari.EndAsync(notification);

        Assert.That((masakari.Running("vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("1 instance that had stopped with the host was started"));
    }

    [Test]
    public async Task An_outage_of_nova_does_not_end_the_watch([Values(60, 300)] int seconds)
    {
        await using var masakari = await Story.BeginWithAsync("", ReturnedGuestStory.LateSync, "vm1");
        var notification = await masakari.RebootAsync();
        await masakari.PassAsync(40);
        masakari.Cloud.Fail(new FaultRule
        {
            Path = "/compute/*", For = TimeSpan.FromSeconds(seconds), Effect = new FaultEffect.Status(503),
        });

        await masakari.EndAsync(notification);

        Assert.That((masakari.Running("vm1").Length, masakari.Cloud.CountCalls("os-start")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Many_guests_cost_one_start_and_one_look_at_the_actions_each()
    {
        await using var masakari = await Story.BeginAsync(Story.Servers(130));
        var notification = await masakari.RebootAsync();
        var lists = masakari.Cloud.CountCalls("GET servers/detail");

        await masakari.EndAsync(notification);

        Assert.That(masakari.Running(Story.Servers(130)), Has.Length.EqualTo(130));
        Assert.That(
            (masakari.Cloud.CountCalls("os-start"), masakari.Cloud.CountCalls("GET servers/*/os-instance-actions")), Is.EqualTo((130, 130)));
        Assert.That(masakari.Cloud.CountCalls("GET servers/detail") - lists, Is.LessThan(15), "one list for all");
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("130 instances that had stopped with the host were started"));
    }
}
