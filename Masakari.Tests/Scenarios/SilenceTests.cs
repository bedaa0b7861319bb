using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>An evacuation needs proof that the host is dead, or silence in Nova's service record for long enough.</summary>
public sealed class SilenceTests
{
    [Test]
    public async Task Evacuates_nothing_before_180_s_without_a_heartbeat_and_at_once_after_them()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1", "vm2");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(37));
        masakari.Cloud.KillHost("c1");
        var lastHeartbeat = masakari.Cloud.Host("c1").UpdatedAt;

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That((FirstEvacuate(masakari) - WholeSecond(lastHeartbeat)).TotalSeconds, Is.InRange(180, 182));
    }

    /// <summary>The silence is long enough at once. Then Nova must be seen to receive heartbeats of others for 30 s.</summary>
    [Test]
    public async Task Counts_the_silence_before_the_report()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        masakari.Cloud.KillHost("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(300));
        var reported = masakari.Clock.GetUtcNow();

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That((FirstEvacuate(masakari) - reported).TotalSeconds, Is.InRange(30, 42));
    }

    [Test]
    public async Task Evacuates_at_once_when_the_host_is_forced_down()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(20));
        var forced = masakari.Clock.GetUtcNow();

        masakari.Cloud.ForceDown("c1");
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That((FirstEvacuate(masakari) - forced).TotalSeconds, Is.LessThan(3));
        Assert.That(masakari.Log, Has.One.Contains("host c1 may be evacuated: forced down in Nova"));
        masakari.Cloud.AssertMovedOnce("vm1");
    }

    /// <summary>A disable blocks for 60 s when the host has just died: Nova waits for an RPC to its compute, then answers 200.</summary>
    [Test]
    public async Task Does_not_wait_for_a_disable_whose_answer_nova_holds_back()
    {
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick, new() { RpcTimeout = TimeSpan.FromSeconds(74) }, "vm1");
        var began = masakari.Clock.GetUtcNow();

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That((FirstEvacuate(masakari) - began).TotalSeconds, Is.InRange(50, 63));
        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.True);
        Assert.That(masakari.Cloud.CountCalls("PUT os-services/*"), Is.EqualTo(1));
    }

    /// <summary>The recovery waits for twice 180 s plus 120 s.</summary>
    [Test]
    public async Task Evacuates_nothing_while_nova_calls_a_silent_host_up()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", new() { ServiceDownTime = TimeSpan.FromHours(1) }, "vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        var began = masakari.Clock.GetUtcNow();
        await masakari.UntilAsync(notification, NotificationStatus.Error);

        Assert.That((masakari.Clock.GetUtcNow() - began).TotalSeconds, Is.InRange(480, 483));
        await masakari.AssertEndsAsync(notification, NotificationStatus.Failed);

        Assert.That((masakari.Cloud.CountCalls("evacuate"), masakari.Cloud.Host("c1").IsDisabled), Is.EqualTo((0, true)));
        Assert.That((await masakari.FindAsync(notification)).Message, Does.Contain("service stays disabled"));
    }

    /// <summary>Disables that keep failing must not make heartbeats look like changes of the record by the service itself.</summary>
    [Test]
    public async Task Counts_the_silence_from_the_last_heartbeat_when_the_disable_keeps_failing()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Method = "PUT", Effect = new FaultEffect.Status(500) });
        var notification = await masakari.NotifyAsync("c1");
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(12));
        masakari.Cloud.KillHost("c1");
        var lastHeartbeat = masakari.Cloud.Host("c1").UpdatedAt;

        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That((FirstEvacuate(masakari) - WholeSecond(lastHeartbeat)).TotalSeconds, Is.InRange(180, 182));
    }

    /// <summary>A process that was away cannot know whether its own disable or a later heartbeat changed the record.</summary>
    [Test]
    public async Task Counts_the_silence_from_heartbeats_that_came_while_the_service_was_away()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, "vm1");
        var notification = await masakari.NotifyAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.Host("c1").IsDisabled);
        await masakari.Life.KillAsync();
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(100));
        masakari.Cloud.KillHost("c1");
        var lastHeartbeat = masakari.Cloud.Host("c1").UpdatedAt;

        await masakari.KillAndRestartAsync(downFor: TimeSpan.FromSeconds(61));
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        Assert.That((FirstEvacuate(masakari) - WholeSecond(lastHeartbeat)).TotalSeconds, Is.InRange(180, 182));
    }

    private static DateTimeOffset FirstEvacuate(MasakariScenario masakari) => masakari.Cloud.CallsOf("evacuate")[0].At;

    /// <summary>Nova's record keeps whole seconds.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
}
