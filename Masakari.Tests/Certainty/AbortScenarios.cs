using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>
/// The operator aborts a recovery that waits for something which another recovery has: it ends at once and sends nothing, and the other one
/// goes on.
/// </summary>
public sealed class AbortScenarios
{
    /// <summary>From an order to the end of a recovery that has nothing under way: a few looks.</summary>
    private const double Reach = 3;

    private static readonly SimulatedCloudOptions SlowBuilds = new() { EvacuationTime = TimeSpan.FromSeconds(80), EvacuationSpread = 0 };

    /// <summary>The one destination takes three instances at a time, and the first recovery has them.</summary>
    [Test]
    public async Task A_recovery_that_waits_for_its_share_of_the_destinations_ends()
    {
        var (masakari, first, second) = await BeginWithTwoAsync("[recovery]\nmax_in_flight_per_destination = 3\n");
        await using var end = masakari;

        await AbortAndAssertEndedAsync(masakari, second);

        Assert.That((await masakari.EndAsync(first), masakari.LeftOn("c1").Count), Is.EqualTo(("finished", 0)), "the other recovery");
    }

    /// <summary>All recoveries of the process together may have three evacuations under way.</summary>
    [Test]
    public async Task A_recovery_that_waits_for_the_common_limit_ends()
    {
        var (masakari, _, second) = await BeginWithTwoAsync("[recovery]\nmax_in_flight = 3\n");
        await using var end = masakari;

        await AbortAndAssertEndedAsync(masakari, second);
    }

    [Test]
    public async Task A_recovery_that_waits_for_a_worker_ends()
    {
        var (masakari, first, second) = await BeginWithTwoAsync("[DEFAULT]\nexecutor_thread_pool_size = 1\n");
        await using var end = masakari;

        await AbortAndAssertEndedAsync(masakari, second);

        Assert.That(await masakari.EndAsync(first), Is.EqualTo("finished"), "the other recovery");
    }

    /// <summary>What Nova has accepted is followed to its end; the places that become free are given to nobody.</summary>
    [Test]
    public async Task A_recovery_whose_own_evacuations_fill_its_gate_sends_no_more_and_ends_with_them()
    {
        const string OneEach = "[recovery]\nmax_in_flight_per_destination = 1\n";
        await using var masakari = await Story.BeginWithAsync(OneEach, SlowBuilds, Story.Servers(8));
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() >= 2);
        await masakari.PassAsync(10);
        var sent = masakari.Evacuates();

        await masakari.AbortAsync(notification);
        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("failed"));
        await masakari.PassAsync(120);

        Assert.That((masakari.Evacuates(), masakari.LeftOn("c1").Count), Is.EqualTo((sent, 8 - sent)));
        Assert.That(Story.Servers(8).Where(name => masakari.Cloud.Server(name).IsLocked), Is.Empty);
    }

    /// <summary>A heartbeat came when the instance was locked already: new evidence is waited for before it is evacuated.</summary>
    [Test]
    public async Task A_move_that_waits_until_its_host_looks_dead_again_ends()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "lock", Effect = new FaultEffect.AnswerLate(TimeSpan.FromSeconds(20)) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Cloud.CountCalls("lock") > 0);
        masakari.Cloud.RecordLateHeartbeat("c1");
        await masakari.PassAsync(60);
        Assert.That((await masakari.StatusAsync(notification), masakari.Evacuates()), Is.EqualTo(("running", 0)), "it does not wait");

        await masakari.AbortAsync(notification);
        await masakari.PassAsync(Reach);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("failed"), masakari.Told);
        await masakari.PassAsync(300);
        Assert.That((masakari.Evacuates(), masakari.Cloud.Server("vm1").IsLocked), Is.EqualTo((0, false)));
    }

    private static async Task AbortAndAssertEndedAsync(MasakariScenario masakari, Guid notification)
    {
        Assert.That(masakari.LeftOn("c2"), Has.Count.EqualTo(4), "it does not wait");

        await masakari.AbortAsync(notification);
        await masakari.PassAsync(Reach);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("failed"), masakari.Told);
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("Aborted by alice@ctl1"));
        await masakari.PassAsync(300);
        Assert.That(masakari.Cloud.AllEvacuations().Select(one => one.Source), Has.None.EqualTo("c2"), "evacuated after the abort");
        Assert.That(await masakari.QueryAsync<string>("SELECT owner FROM recovery_claims WHERE owner <> ''"), Is.Empty);
    }

    /// <summary>c1 is evacuated, which takes long; c2 is known to be dead, too, and waits. c3 is the one destination.</summary>
    private static async Task<(MasakariScenario Masakari, Guid First, Guid Second)> BeginWithTwoAsync(string conf)
    {
        var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            foreach (var host in new[] { "c1", "c2", "c3" }) cloud.AddHost(host);
            foreach (var number in Enumerable.Range(1, 8)) cloud.AddServer(number % 2 == 0 ? "c1" : "c2", $"vm{number}");
        }, conf, SlowBuilds);
        await masakari.RegisterAsync("auto", "c1", "c2", "c3");
        var first = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() >= 3);
        var second = await masakari.KillAndReportAsync("c2");
        masakari.Cloud.ForceDown("c2");
        await masakari.PassAsync(20);
        return (masakari, first, second);
    }
}
