using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>What uses up an attempt, and when a recovery is given up.</summary>
public sealed class GivingUpScenarios
{
    /// <summary>One attempt is all there is: an attempt that is used up ends the recovery.</summary>
    private const string OneAttempt = "[DEFAULT]\nhost_failure_recovery_threads = 1\n[recovery]\nretry_attempts = 0\n";

    [Test]
    public async Task Failed_reads_between_two_sends_use_up_no_attempt()
    {
        var (masakari, notification) = await BeginMovingAsync();
        await using var end = masakari;

        masakari.Cloud.Fail(AwayFor(seconds: 40, "/compute/v2.1/os-services*"));

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), "failed reads used up the attempt");
    }

    [TestCase(2)]
    [TestCase(20)]
    public async Task A_database_that_is_away_for_a_while_uses_up_no_attempt(int seconds)
    {
        var (masakari, notification) = await BeginMovingAsync();
        await using var end = masakari;

        await masakari.LoseDatabaseAsync(seconds);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), "the outage used up the attempt");
    }

    /// <summary>The write of a server fails, and the write that would end the attempt works again.</summary>
    [Test]
    public async Task A_table_that_is_away_for_2_s_uses_up_no_attempt()
    {
        var (masakari, notification) = await BeginMovingAsync();
        await using var end = masakari;

        await masakari.LoseTablesAsync(2, "vmoves");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), "failed writes used up the attempt");
    }

    [Test]
    public async Task A_database_that_is_away_leaves_the_notification_running()
    {
        var (masakari, notification) = await BeginMovingAsync();
        await using var end = masakari;

        await masakari.LoseDatabaseAsync(4);
        await masakari.PassAsync(1);

        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"), "the outage ended the attempt");
    }

    [TestCase("/compute/*")]
    [TestCase("/identity*")]
    public async Task Nova_or_keystone_may_be_away_for_20_minutes(string path)
    {
        var (masakari, notification) = await BeginMovingAsync();
        await using var end = masakari;
        masakari.Cloud.RevokeTokens();

        masakari.Cloud.Fail(AwayFor(seconds: 1200, path));
        await masakari.PassAsync(1200);
        var back = masakari.Clock.GetUtcNow();

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), "the outage used up the attempts");
        await TestContext.Out.WriteLineAsync($"{path}: over {masakari.SecondsSince(back):0} s after it was back");
    }

    [Test]
    public async Task Time_in_which_nova_was_away_does_not_count()
    {
        var (masakari, notification) = await BeginMovingAsync(conf: "");
        await using var end = masakari;

        masakari.Cloud.Fail(AwayFor(seconds: 4200, "/compute/*"));
        await masakari.PassAsync(4200);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), "the outage used up the time");
    }

    /// <summary>The first attempt takes longer than retry_deadline_seconds; the last server has landed a moment ago.</summary>
    [Test]
    public async Task A_server_that_failed_in_a_long_attempt_gets_another_try()
    {
        var options = new SimulatedCloudOptions { EvacuationTime = TimeSpan.FromSeconds(60), EvacuationSpread = 0 };
        await using var masakari = await Story.BeginWithAsync("[DEFAULT]\nhost_failure_recovery_threads = 1\n", options, Story.Servers(16));
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.ClaimFails);

        await masakari.LoseHostAsync("c1");

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "given up after the last server had landed");
    }

    [Test]
    public async Task A_recovery_without_progress_is_given_up_after_an_hour()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        SetDestinations(masakari, usable: false);
        var began = masakari.Clock.GetUtcNow();
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");

        await masakari.EndAsync(notification);

        Assert.That(masakari.SecondsSince(began), Is.InRange(3600, 3800), "given up at another time");
    }

    [Test]
    public async Task No_usable_destination_for_20_minutes_is_waited_for()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        SetDestinations(masakari, usable: false);
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(1200);

        SetDestinations(masakari, usable: true);
        var usable = masakari.Clock.GetUtcNow();
        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "given up before there was a destination");
        await TestContext.Out.WriteLineAsync($"over {masakari.SecondsSince(usable):0} s after there was a destination");
    }

    [Test]
    public async Task Time_in_which_no_controller_lived_does_not_count()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        SetDestinations(masakari, usable: false);
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(300);

        await masakari.Life.KillAsync();
        await masakari.PassAsync(2 * 3600);
        await masakari.KillAndRestartAsync();
        await masakari.PassAsync(120);
        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"), "the time without a controller counted");
        SetDestinations(masakari, usable: true);

        Assert.That((await masakari.EndAsync(notification), masakari.LeftOn("c1").Count), Is.EqualTo(("finished", 0)));
    }

    [Test]
    public async Task The_message_says_that_no_destination_is_usable()
    {
        await using var masakari = await Story.BeginAsync("vm1", "vm2");
        SetDestinations(masakari, usable: false);
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");

        await masakari.PassAsync(300);

        Assert.That(
            await masakari.MessageAsync(notification), Does.Contain("destination").And.Contains("manage abort"),
            "no word of what is waited for");
    }

    [Test]
    public async Task Full_destinations_are_waited_for()
    {
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1");
            cloud.AddHost("c2", capacity: 1);
            cloud.AddServer("c1", "vm1");
            cloud.AddServer("c2", "filling");
        });
        await masakari.RegisterAsync("auto", "c1", "c2");
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(1200);

        masakari.Cloud.DeleteServer("filling");
        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "given up before there was room");
    }

    [Test]
    public async Task Storage_that_fails_over_for_10_minutes_is_waited_for()
    {
        await using var masakari = await Story.BeginAsync(Story.Servers(6));
        foreach (var server in Story.Servers(6))
            masakari.Cloud.PlanEvacuation(server, EvacuationOutcome.BuildFails, times: 100, failure: "Volume is not available");
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(720);

        masakari.Cloud.ForgetPlans();
        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "given up while the storage failed over");
    }

    [Test]
    public async Task A_single_server_that_fails_while_others_land_is_tried_six_times()
    {
        await using var masakari = await Story.BeginAsync(Story.Servers(4));
        masakari.Cloud.PlanEvacuation("vm1", EvacuationOutcome.BuildFails, times: 100);

        var notification = await masakari.LoseHostAsync("c1");

        Assert.That((masakari.Cloud.Evacuations("vm1"), await masakari.StatusAsync(notification)), Is.EqualTo((6, "failed")));
        Assert.That(masakari.LeftOn("c1"), Is.EqualTo(new[] { "vm1" }));
    }

    private static FaultRule AwayFor(int seconds, string path) =>
        new() { Path = path, For = TimeSpan.FromSeconds(seconds), Effect = new FaultEffect.Status(503) };

    private static void SetDestinations(MasakariScenario masakari, bool usable)
    {
        masakari.Cloud.WriteService("c2", disabled: !usable);
        masakari.Cloud.WriteService("c3", disabled: !usable);
    }

    /// <summary>Six servers, one at a time; the first has landed, and the second is about to be sent.</summary>
    private static async Task<(MasakariScenario Masakari, Guid Notification)> BeginMovingAsync(string conf = OneAttempt)
    {
        var masakari = await Story.BeginWithAsync(conf, options: null, Story.Servers(6));
        var notification = await masakari.KillAndReportAsync("c1");
        masakari.Cloud.ForceDown("c1");
        await masakari.UntilAsync(() => masakari.LeftOn("c1").Count <= 5);
        return (masakari, notification);
    }
}
