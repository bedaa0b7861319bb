using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Recoveries that do not hold up each other, and changes that a pause or an abort stops in time.</summary>
public sealed class ExclusionScenarios
{
    /// <summary>From an order to the last change that may still go out.</summary>
    private const double Reach = 1;

    private static readonly FaultRule SlowLogin = new()
    {
        Path = "/identity*", For = TimeSpan.FromSeconds(5), Effect = new FaultEffect.Hang(TimeSpan.FromSeconds(5)),
    };

    [Test]
    public async Task Sixty_four_hosts_that_wait_for_silence_do_not_hold_up_a_host_that_is_forced_down()
    {
        var hosts = Enumerable.Range(1, 130).Select(number => $"c{number}").ToArray();
        await using var masakari = await Story.BeginAsync(hosts, "", options: null, "vm1");
        foreach (var host in hosts[1..65])
            await masakari.KillAndReportAsync(host);
        await masakari.PassAsync(5);

        await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(20);

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "held up by hosts that wait for silence");
    }

    [TestCase("lock")]
    [TestCase("evacuate")]
    [TestCase("unlock")]
    public async Task A_pause_holds_a_change_that_waits_for_its_login(string before)
    {
        await using var masakari = await BeginAtLoginAsync(before);

        await masakari.PauseAsync();
        await masakari.PassAsync(Reach);
        var changes = masakari.Changes();
        await masakari.PassAsync(60);

        Assert.That(masakari.Changes() - changes, Is.Zero, "changed something during the pause");
    }

    [Test]
    public async Task A_pause_holds_a_disable_that_waits_for_its_login()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.RevokeTokens();
        masakari.Cloud.Fail(SlowLogin);
        await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(1);

        await masakari.PauseAsync();
        await masakari.PassAsync(60);

        Assert.That(masakari.Changes(), Is.Zero, "changed something during the pause");
    }

    [Test]
    public async Task A_pause_holds_the_repetition_of_a_lost_call()
    {
        var (masakari, notification) = await BeginWithLostCallAsync();
        await using var end = masakari;
        await masakari.PauseAsync();
        await masakari.PassAsync(300);
        var duringThePause = masakari.Evacuates();

        await masakari.ResumeAsync();

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));
        Assert.That((duringThePause, masakari.Evacuates(), masakari.LeftOn("c1").Count), Is.EqualTo((1, 2, 0)));
    }

    [Test]
    public async Task An_abort_ends_a_recovery_that_waits_after_a_lost_call()
    {
        var (masakari, notification) = await BeginWithLostCallAsync();
        await using var end = masakari;

        await masakari.AbortAsync(notification);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        await masakari.PassAsync(200);
        Assert.That((masakari.Evacuates(), masakari.Cloud.Server("vm1").IsLocked), Is.EqualTo((1, false)));
    }

    [Test]
    public async Task An_abort_reaches_a_call_that_waits_for_its_login()
    {
        await using var masakari = await BeginAtLoginAsync("evacuate");
        var notification = Guid.Parse((await masakari.QueryAsync<string>("SELECT notification_uuid FROM notifications"))[0]);

        await masakari.AbortAsync(notification);
        await masakari.PassAsync(Reach);
        var evacuations = masakari.Cloud.AllEvacuations().Count;
        await masakari.EndAsync(notification);

        Assert.That(masakari.Cloud.AllEvacuations(), Has.Count.EqualTo(evacuations), "evacuated after the abort");
    }

    /// <summary>Each controller recovers one host; both send to the one destination that is left.</summary>
    [Test]
    public async Task Two_controllers_together_keep_the_limit_of_a_destination()
    {
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            foreach (var host in new[] { "c1", "c2", "c3" })
                cloud.AddHost(host);
            foreach (var number in Enumerable.Range(1, 24))
                cloud.AddServer(number % 2 == 0 ? "c1" : "c2", $"vm{number}");
        }, "[recovery]\nmax_in_flight_per_destination = 3\n");
        await masakari.RegisterAsync("auto", "c1", "c2", "c3");
        await masakari.StartOtherAsync();
        foreach (var (host, controller) in new[] { ("c1", masakari.Life), ("c2", masakari.Other!) })
        {
            masakari.Cloud.KillHost(host);
            masakari.Cloud.ForceDown(host);
            await masakari.NotifyThroughAsync(controller, host);
        }

        var most = 0;
        await masakari.UntilAsync(() =>
        {
            most = Math.Max(most, masakari.Cloud.AllEvacuations().Count(evacuation => evacuation.Status is "accepted" or "pre-migrating"));
            return masakari.LeftOn("c1").Count + masakari.LeftOn("c2").Count == 0;
        });

        Assert.That(most, Is.LessThanOrEqualTo(3), "evacuations to the one destination at the same time");
    }

    /// <summary>The token is void and Keystone slow when the change of this kind is about to go.</summary>
    private static async Task<MasakariScenario> BeginAtLoginAsync(string change)
    {
        var masakari = await Story.BeginWithAsync("[DEFAULT]\nhost_failure_recovery_threads = 1\n", options: null, "vm1", "vm2", "vm3");
        await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => change switch
        {
            "lock" => masakari.Cloud.CountCalls("GET servers/detail") > 0,
            "evacuate" => masakari.Cloud.CountCalls("lock") > 0,
            _ => masakari.LeftOn("c1").Count < 3,
        });
        masakari.Cloud.RevokeTokens();
        masakari.Cloud.Fail(SlowLogin);
        await masakari.PassAsync(1.5);
        return masakari;
    }

    private static async Task<(MasakariScenario Masakari, Guid Notification)> BeginWithLostCallAsync()
    {
        var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Times = 1, Effect = new FaultEffect.Drop() });
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);
        await masakari.PassAsync(5);
        return (masakari, notification);
    }
}
