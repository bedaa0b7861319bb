using Masakari.Host.Sandbox;

namespace Masakari.Tests.Certainty;

/// <summary>When a recovery is given up, and by whose clock.</summary>
public sealed class PersistenceScenarios
{
    [Test]
    public async Task An_attempt_of_20_minutes_survives_a_failed_read()
    {
        var options = new SimulatedCloudOptions { EvacuationTime = TimeSpan.FromSeconds(20) };
        await using var masakari = await Story.BeginWithAsync("[DEFAULT]\nhost_failure_recovery_threads = 1\n", options, Story.Servers(45));
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(960);

        masakari.Cloud.Fail(new FaultRule { Method = "GET", Path = "/compute/v2.1/os-services*", For = TimeSpan.FromSeconds(40), Effect = new FaultEffect.Status(503) });
        await masakari.EndAsync(notification);

        Assert.That(masakari.LeftOn("c1"), Is.Empty, "given up on servers that were never sent");
    }

    [Test]
    public async Task A_second_controller_that_is_a_day_ahead_gives_nothing_up()
    {
        await using var masakari = await Story.BeginAsync("vm1");
        masakari.Cloud.Fail(new FaultRule { Action = "evacuate", Effect = new FaultEffect.Status(500) });
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.UntilStatusAsync(notification, "error");

        masakari.OtherWallClock.Step(TimeSpan.FromDays(1));
        await masakari.StartOtherAsync();
        await masakari.PassAsync(10);
        masakari.Cloud.StopFailing();

        Assert.That(await masakari.EndAsync(notification), Is.EqualTo("finished"), "given up by a clock that is a day ahead");
    }
}
