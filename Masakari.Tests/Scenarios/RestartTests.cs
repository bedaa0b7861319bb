using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Scenarios;

/// <summary>The service is killed (kill -9) or stopped in order, at the worst moments.</summary>
public sealed class RestartTests
{
    private static readonly string[] Servers = SmallCloud.Names(8);

    [Test]
    public async Task Goes_on_waiting_for_silence_where_the_former_life_stopped()
    {
        await using var masakari = await SmallCloud.StartWithAsync(conf: "", options: null, Servers);
        var notification = await masakari.KillAndReportAsync("c1");
        var began = masakari.Clock.GetUtcNow();
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(100));

        await masakari.KillAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
        Assert.That((masakari.Cloud.CallsOf("evacuate")[0].At - began).TotalSeconds, Is.InRange(170, 182), "the silence does not begin anew");
        Assert.That(masakari.Cloud.CountCalls("PUT os-services/*"), Is.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(4)]
    [TestCase(6)]
    public async Task Follows_evacuations_that_a_former_life_asked_for(int secondsAfterTheFirst)
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") > 0);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(secondsAfterTheFirst));

        await masakari.KillAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
    }

    [Test]
    public async Task Takes_the_locks_off_that_a_former_life_left_on_landed_instances()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        masakari.Cloud.Fail(new FaultRule { Action = "unlock", Effect = new FaultEffect.Hang(TimeSpan.FromMinutes(10)) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.InstancesOn("c1").Count == 0);
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("unlock") >= 3);

        masakari.Cloud.StopFailing();
        await masakari.KillAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
    }

    [Test]
    public async Task Is_killed_between_lock_and_evacuate()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        masakari.Cloud.Fail(new FaultRule { Action = "lock", Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(5)) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("lock") > 0);

        masakari.Cloud.StopFailing();
        await masakari.KillAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
    }

    /// <summary>The evacuate call of the killed process still arrives at Nova after the restarted process has looked.</summary>
    [TestCase(5)]
    [TestCase(40)]
    [TestCase(600)]
    public async Task Waits_for_an_evacuate_that_may_still_reach_nova(int secondsOnTheWay)
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 1, Effect = new FaultEffect.Hang(TimeSpan.FromSeconds(secondsOnTheWay)) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") > 0);

        await masakari.KillAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1");
    }

    /// <summary>Nova's answer about an instance may be outdated when it is read.</summary>
    [Test]
    public async Task Leaves_an_instance_alone_that_lands_while_it_is_being_looked_at()
    {
        await using var masakari = await SmallCloud.StartAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") > 0);
        masakari.Cloud.Fail(new FaultRule
        {
            Path = "/compute/v2.1/servers/detail", LetThrough = 1, Times = 1, Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(15)),
        });

        await masakari.KillAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1");
        Assert.That((masakari.Cloud.Server("vm1").VmState, masakari.Cloud.CountCalls("os-resetState")), Is.EqualTo(("active", 0)));
    }

    /// <summary>The reset that the killed process had sent is executed only when the instance is already on its new host.</summary>
    [Test]
    public async Task Repairs_the_state_that_a_late_call_of_the_dead_has_spoilt()
    {
        await using var masakari = await SmallCloud.StartAsync(
            cloud => cloud.AddServer("c1", "vm1", "resized"), options: new() { EvacuationTime = TimeSpan.FromSeconds(5), EvacuationSpread = 0 });
        masakari.Cloud.Fail(new FaultRule { Action = "os-resetState", Times = 1, Effect = new FaultEffect.Hang(TimeSpan.FromSeconds(5.5)) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("os-resetState") > 0);

        await masakari.KillAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1");
        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("active"), masakari.Told);
    }

    /// <summary>A state that needs a stop and then a reset, with a kill between the two.</summary>
    [TestCase("os-stop")]
    [TestCase("os-resetState")]
    public async Task Brings_an_instance_into_its_final_state_after_a_death_on_the_way(string killedAfter)
    {
        await using var masakari = await SmallCloud.StartAsync(cloud => cloud.AddServer("c1", "vm1", "error"));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls(killedAfter) > 0);

        await masakari.KillAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1");
        Assert.That(masakari.Cloud.Server("vm1").VmState, Is.EqualTo("error"));
    }

    [Test]
    public async Task Takes_up_at_the_next_start_what_an_orderly_stop_left()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") > 0);

        await masakari.StopAndRestartAsync();
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce(Servers);
    }

    [Test]
    public async Task Survives_a_death_every_few_seconds()
    {
        await using var masakari = await SmallCloud.StartAsync(Servers);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("lock") > 0);

        for (var life = 0; life < 6; life++)
        {
            await masakari.KillAndRestartAsync();
            await masakari.Clock.RunAsync(TimeSpan.FromSeconds(1.5));
        }

        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);
        masakari.Cloud.AssertMovedOnce(Servers);
    }
}
