using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>The failed host takes no new instances: its service is disabled, seen disabled, and disabled again when needed.</summary>
public sealed class DisableScenarios
{
    private static readonly FaultRule NoPut = new()
    {
        Method = "PUT", Path = "/compute/v2.1/os-services/*", Effect = new FaultEffect.Status(500),
    };

    [Test]
    public async Task The_disable_is_repeated_when_somebody_enables_the_service_during_the_wait()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(100);

        masakari.Cloud.WriteService("c1", disabled: false);
        await masakari.EndAsync(notification);

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Host("c1").IsDisabled), Is.EqualTo((0, true)));
    }

    [Test]
    public async Task The_disable_is_repeated_when_somebody_enables_the_service_during_the_evacuation()
    {
        await using var masakari = await Story.BeginWithAsync(Story.OneAtATime, options: null, Story.Servers(3));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);

        masakari.Cloud.WriteService("c1", disabled: false);
        await masakari.EndAsync(notification);

        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.True, "left enabled");
    }

    [Test]
    public async Task The_disable_is_repeated_when_somebody_enables_the_service_while_the_last_server_moves()
    {
        await using var masakari = await Story.BeginWithAsync("", new() { EvacuationTime = TimeSpan.FromSeconds(40) }, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);

        masakari.Cloud.WriteService("c1", disabled: false);
        await masakari.EndAsync(notification);

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Host("c1").IsDisabled), Is.EqualTo((0, true)), "left enabled");
    }

    [Test]
    public async Task A_disable_that_fails_during_the_wait_is_repeated()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(NoPut with { For = TimeSpan.FromSeconds(60) });

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.True);
    }

    [Test]
    public async Task A_disable_that_fails_with_proof_at_hand_is_repeated()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(NoPut with { Times = 2 });
        masakari.Cloud.ForceDown("c1");

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Host("c1").IsDisabled), Is.EqualTo((0, true)), "left enabled");
    }

    [Test]
    public async Task The_progress_does_not_call_an_enabled_service_disabled()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(NoPut);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.False);
        var shown = await masakari.GetAsync($"notifications/{notification}");
        Assert.That(shown.GetRawText(), Does.Not.Contain("Disabled compute service"), "told as disabled");
    }

    [Test]
    public async Task A_reason_that_is_not_ours_stays()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.WriteService("c1", disabled: true, reason: "new memory, bob");

        await masakari.LoseHostAsync("c1");

        Assert.That((masakari.LeftOn("c1").Count, masakari.Cloud.Host("c1").DisabledReason), Is.EqualTo((0, "new memory, bob")));
    }

    [Test]
    public async Task A_false_alarm_enables_nothing_that_somebody_else_disabled()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.WriteService("c1", disabled: true, reason: "new memory, bob");

        Assert.That(await masakari.EndAsync(await masakari.NotifyAsync("c1")), Is.EqualTo("failed"));

        var host = masakari.Cloud.Host("c1");
        Assert.That((host.IsDisabled, host.DisabledReason), Is.EqualTo((true, "new memory, bob")));
    }

    [Test]
    public void A_reason_longer_than_nova_keeps_is_a_configuration_error()
    {
        var conf = $"[host_failure]\nservice_disable_reason = {new string('x', 256)}\n";

        Assert.That(
            async () => await StartAsync(conf), Throws.InvalidOperationException.With.Message.Contains("service_disable_reason"),
            "the service started");

        static async Task StartAsync(string text)
        {
            await using var masakari = await Story.BeginWithAsync(text, options: null);
        }
    }
}
