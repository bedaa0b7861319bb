using Masakari.Core.Notifications;
using Masakari.Host.Sandbox;
using Masakari.Tests.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>
/// Nova accepts a second evacuate of the same instance and breaks it: after a lost answer the service must not just repeat it.
/// </summary>
public sealed class LostAnswerTests
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Follows_an_evacuation_whose_answer_was_lost()
    {
        await using var masakari = await StartAsync(new FaultEffect.LoseAnswer());

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.EqualTo(1));
        masakari.Cloud.AssertMovedOnce("vm1");
    }

    [Test]
    public async Task Settles_an_evacuation_whose_answer_came_too_late()
    {
        await using var masakari = await StartAsync(new FaultEffect.AnswerLate(TimeSpan.FromSeconds(90)));

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.EqualTo(1));
        masakari.Cloud.AssertMovedOnce("vm1");
    }

    [Test]
    public async Task Does_not_ask_again_before_a_call_that_nova_never_heard_is_certainly_over()
    {
        await using var masakari = await StartAsync(new FaultEffect.Hang(TimeSpan.FromMinutes(10)));

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        AssertAskedAgainAfterTheTimeOut(masakari);
    }

    [Test]
    public async Task Does_not_ask_again_at_once_when_the_connection_broke()
    {
        await using var masakari = await StartAsync(new FaultEffect.Drop());

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        AssertAskedAgainAfterTheTimeOut(masakari);
    }

    [TestCase(500)]
    [TestCase(503)]
    [TestCase(504)]
    public async Task Does_not_believe_that_an_answer_5xx_means_nothing_was_done(int status)
    {
        await using var masakari = await StartAsync(new FaultEffect.Status(status));

        await masakari.LoseHostAsync("c1", NotificationStatus.Finished);

        AssertAskedAgainAfterTheTimeOut(masakari);
    }

    /// <summary>An administrator evacuates an instance by hand while the recovery still works on others.</summary>
    [TestCase(0)]
    [TestCase(6)]
    public async Task Follows_an_evacuation_that_somebody_else_asked_for(int secondsLater)
    {
        await using var masakari = await SmallCloud.StartWithAsync(SmallCloud.Quick + "host_failure_recovery_threads = 1", options: null, "vm1", "vm2", "vm3");
        using var administrator = await CloudClient.LoginAsync(masakari.Cloud);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("evacuate") > 0);
        await masakari.Clock.RunAsync(TimeSpan.FromSeconds(secondsLater));

        await administrator.EvacuateAsync(masakari.Cloud.Server("vm3").Id);
        await masakari.AssertEndsAsync(notification, NotificationStatus.Finished);

        masakari.Cloud.AssertMovedOnce("vm1", "vm2", "vm3");
        Assert.That(masakari.Cloud.CountCalls("evacuate"), Is.EqualTo(3));
    }

    private static async Task<MasakariScenario> StartAsync(FaultEffect effect)
    {
        var masakari = await SmallCloud.StartAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 1, Effect = effect });
        return masakari;
    }

    private static void AssertAskedAgainAfterTheTimeOut(MasakariScenario masakari)
    {
        var calls = masakari.Cloud.CallsOf("evacuate");
        Assert.That(calls, Has.Count.EqualTo(2));
        Assert.That(calls[1].At - calls[0].At, Is.GreaterThanOrEqualTo(TimeOut).And.LessThan(2 * TimeOut));
        masakari.Cloud.AssertMovedOnce("vm1");
    }
}
