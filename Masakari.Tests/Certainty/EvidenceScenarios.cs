using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>When a host may be evacuated: on proof that it is dead, or on silence that is worth something.</summary>
public sealed class EvidenceScenarios
{
    [Test]
    public async Task A_bus_outage_and_one_false_report_evacuate_nothing()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.LoseBus(TimeSpan.FromSeconds(400));
        await masakari.PassAsync(10);

        await masakari.NotifyAsync("c1");
        await masakari.PassAsync(600);

        Assert.That(masakari.Evacuates(), Is.Zero, "evacuated a living host");
    }

    [Test]
    public async Task A_heartbeat_between_two_attempts_voids_the_evidence()
    {
        await using var masakari = await Story.BeginWithAsync("[recovery]\nretry_first_seconds = 120\n", options: null, "vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(500) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilStatusAsync(notification, "error");

        masakari.Cloud.ReviveHost("c1");
        await masakari.PassAsync(15);
        masakari.Cloud.SilenceHost("c1");
        masakari.Cloud.StopFailing();
        var heartbeat = masakari.Cloud.Host("c1").UpdatedAt;
        await masakari.EndAsync(notification);

        Assert.That(
            masakari.Cloud.AllEvacuations().Select(e => (e.AcceptedAt - heartbeat).TotalSeconds), Is.All.GreaterThanOrEqualTo(180),
            "evacuated on evidence from before the last heartbeat");
    }

    [Test]
    public async Task Two_foreign_writes_on_a_dead_host_are_no_sign_of_life()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");

        await masakari.PassAsync(70);
        masakari.Cloud.WriteService("c1", disabled: true, reason: "power supply broken");
        await masakari.PassAsync(20);
        masakari.Cloud.WriteService("c1", disabled: true, reason: "power supply broken, ticket 4711");

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), await masakari.MessageAsync(notification));
    }

    [Test]
    public async Task A_foreign_write_while_nova_still_says_up_does_not_restart_the_silence()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        var notification = await masakari.KillAndReportAsync("c1");
        var heartbeat = masakari.Cloud.Host("c1").UpdatedAt;

        await masakari.PassAsync(40);
        masakari.Cloud.WriteService("c1", disabled: true, reason: "power supply broken");
        await masakari.EndAsync(notification);

        Assert.That((masakari.Cloud.AllEvacuations()[0].AcceptedAt - heartbeat).TotalSeconds, Is.LessThan(190), "evacuated late");
    }

    [Test]
    public async Task A_forgotten_forced_down_does_not_evacuate_a_living_host()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.ForceDown("c1");
        await masakari.PassAsync(3600);

        await masakari.NotifyAsync("c1");
        await masakari.PassAsync(600);

        Assert.That(masakari.Evacuates(), Is.Zero, "evacuated a living host");
    }

    [Test]
    public async Task One_reading_up_does_not_end_a_recovery()
    {
        await using var masakari = await Story.BeginWithAsync("[DEFAULT]\nhost_failure_recovery_threads = 1\n", options: null, Story.Servers(3));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilAsync(() => masakari.Evacuates() == 1);

        masakari.Cloud.Distort("c1", "state", "\"up\"", calls: 1);

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), "ended by one reading");
    }

    [Test]
    public async Task A_mass_failure_is_held()
    {
        await using var masakari = await Story.BeginAsync(["c1", "c2", "c3", "c4", "c5"], "", options: null, "vm1");
        foreach (var host in new[] { "c1", "c2", "c3" })
            await masakari.KillAndReportAsync(host);

        await masakari.PassAsync(900);

        Assert.That(masakari.Evacuates(), Is.Zero, "evacuated more than half of the hosts");
    }
}
