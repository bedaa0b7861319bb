using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>What the silence of a host is worth: only something while Nova hears others, and never by one reading.</summary>
public sealed class SilenceScenarios
{
    [Test]
    public async Task A_cloud_with_one_compute_left_waits()
    {
        await using var masakari = await Story.BeginAsync(["c1", "c2"], "", options: null, "vm1");
        masakari.Cloud.KillHost("c2");
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(600);

        Assert.That(masakari.Evacuates(), Is.Zero, "evacuated by silence alone");
        Assert.That(await masakari.StatusAsync(notification), Is.EqualTo("running"));
        Assert.That(await masakari.MessageAsync(notification), Is.Not.Empty);
    }

    [Test]
    public async Task A_compute_that_nova_still_calls_up_is_no_witness()
    {
        await using var masakari = await Story.BeginAsync(["c1", "c2"], "", options: null, "vm1");
        await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(135);
        masakari.Cloud.KillHost("c2");
        await masakari.PassAsync(400);

        Assert.That(masakari.Evacuates(), Is.Zero, "evacuated on the word of a compute that is dead itself");
    }

    [Test]
    public async Task A_recovery_without_a_destination_waits_for_one()
    {
        await using var masakari = await Story.BeginAsync(["c1", "c2"], "", options: null, "vm1");
        masakari.Cloud.WriteService("c2", disabled: true);
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(400);
        Assert.That(
            (masakari.Evacuates(), await masakari.StatusAsync(notification)), Is.EqualTo((0, "running")), "sent without a destination");

        masakari.Cloud.WriteService("c2", disabled: false);

        Assert.That((await masakari.EndAsync(notification), masakari.Cloud.Server("vm1").Host), Is.EqualTo(("finished", "c2")));
    }

    [Test]
    public async Task A_spare_is_enough_for_a_method_with_spares()
    {
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1");
            cloud.AddHost("spare", enabled: false);
            cloud.AddServer("c1", "vm1");
        });
        await masakari.RegisterAsync("reserved_host", "c1", "spare");
        await masakari.ChangeHostAsync("spare", new { reserved = true });

        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
        Assert.That(masakari.Cloud.Server("vm1").Host, Is.EqualTo("spare"));
    }

    [TestCase("auto", false)]
    [TestCase("reserved_host", true)]
    [TestCase("rh_priority", true)]
    public async Task A_reserved_host_is_no_destination_when_it_cannot_be_taken(string method, bool onMaintenance)
    {
        await using var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            cloud.AddHost("c1");
            cloud.AddHost("spare", enabled: false);
            cloud.AddServer("c1", "vm1");
        });
        await masakari.RegisterAsync(method, "c1", "spare");
        await masakari.ChangeHostAsync("spare", new { reserved = true, on_maintenance = onMaintenance });

        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(400);

        Assert.That((await masakari.StatusAsync(notification), masakari.Evacuates()), Is.EqualTo(("running", 0)));
        Assert.That(await masakari.MessageAsync(notification), Does.Contain("no reserved host that is up"));
    }

    [Test]
    public async Task A_host_that_dies_in_a_bus_outage_is_evacuated_after_the_outage()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var ends = masakari.Clock.GetUtcNow().AddSeconds(400);
        masakari.Cloud.LoseBus(TimeSpan.FromSeconds(400));
        var notification = await masakari.KillAndReportAsync("c1");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"));

        Assert.That(
            masakari.Cloud.AllEvacuations().Select(e => e.AcceptedAt), Is.All.GreaterThanOrEqualTo(ends),
            "evacuated while no compute reported");
    }

    [Test]
    public async Task A_living_host_is_a_false_alarm_after_a_bus_outage()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.LoseBus(TimeSpan.FromSeconds(400));
        await masakari.PassAsync(10);

        var notification = await masakari.NotifyAsync("c1");

        Assert.That((await masakari.EndAsync(notification), masakari.Evacuates()), Is.EqualTo(("failed", 0)), "evacuated a living host");
        Assert.That(await masakari.MessageAsync(notification), Does.StartWith("False alarm"));
        Assert.That(masakari.Cloud.Host("c1").IsDisabled, Is.False);
    }

    [Test]
    public async Task Proof_needs_no_other_compute_that_reports()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.LoseBus(TimeSpan.FromSeconds(120));
        await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(2);
        masakari.Cloud.ForceDown("c1");

        await masakari.PassAsync(60);

        Assert.That(masakari.Evacuates(), Is.EqualTo(1));
    }

    /// <summary>The flag was forgotten on a host that lives; in an outage that host is as quiet as a dead one.</summary>
    [Test]
    public async Task A_forgotten_flag_and_a_false_report_in_an_outage_evacuate_nothing()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(3600);
        masakari.Cloud.LoseBus(TimeSpan.FromSeconds(300));

        var notification = await masakari.NotifyAsync("c1");
        await masakari.PassAsync(200);
        var waiting = await masakari.MessageAsync(notification);
        await masakari.PassAsync(600);

        Assert.That(masakari.Evacuates(), Is.Zero, "evacuated a living host");
        Assert.That(waiting, Does.Contain("was forced down in Nova before its report").And.Contain("manage confirm-down c1"));
    }

    [Test]
    public async Task A_host_that_was_silent_before_its_report_is_looked_at_twice()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(300);

        await masakari.NotifyAsync("c1");
        await masakari.PassAsync(15);

        Assert.That(masakari.Evacuates(), Is.Zero, "concluded from the first reading");
    }

    [Test]
    public async Task A_nova_api_whose_clock_is_ahead_concludes_no_silence()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(75);

        masakari.Cloud.SkewDates(TimeSpan.FromHours(1), calls: 8);
        await masakari.NotifyAsync("c1");
        await masakari.PassAsync(15);

        Assert.That(masakari.Evacuates(), Is.Zero, "concluded from the first reading");
    }

    [Test]
    public async Task A_controller_whose_clock_is_ahead_concludes_no_silence_when_answers_have_no_date()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(75);

        masakari.WallClock.Step(TimeSpan.FromMinutes(30));
        masakari.Cloud.SkewDates(ahead: null, calls: 1000);
        await masakari.NotifyAsync("c1");
        await masakari.PassAsync(15);

        Assert.That(masakari.Evacuates(), Is.Zero, "concluded from the first reading");
    }

    [Test]
    public async Task A_heartbeat_between_the_first_two_readings_restarts_the_silence()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.KillHost("c1");
        await masakari.PassAsync(300);

        await masakari.NotifyAsync("c1");
        await masakari.PassAsync(8);
        masakari.Cloud.RecordLateHeartbeat("c1");
        await masakari.PassAsync(100);

        Assert.That(masakari.Evacuates(), Is.Zero, "evacuated in spite of a heartbeat");
    }
}
