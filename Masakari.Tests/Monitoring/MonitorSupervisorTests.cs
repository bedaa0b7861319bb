using Masakari.Core.Monitoring;
using Masakari.Core.Monitoring.Reports;
using Masakari.Tests.Monitoring.Reports;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Monitoring;

/// <summary>Monitors that fail.</summary>
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MonitorSupervisorTests
{
    private readonly FakeClock clock = new();
    private readonly FakeLogCollector log = new();
    private readonly FakeMonitor good = new("good");
    private readonly FakeMonitor bad = new("bad");
    private readonly List<double> starts = [];

    [Test]
    public async Task One_that_fails_is_started_again_with_pauses_and_the_others_run_on()
    {
        var goodStarts = 0;
        good.Run = (_, ct) =>
        {
            goodStarts++;
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        };
        using var supervisor = await StartAsync();

        await clock.RunAsync(TimeSpan.FromSeconds(20));

        Assert.That(starts, Is.EqualTo([0, 1, 3, 7, 15]));
        Assert.That(goodStarts, Is.EqualTo(1));
        Assert.That(log.Lines, Has.Some.StartWith("7150 Monitor bad failed and is started again in 00:00:01 System.InvalidOperationException: out"));
        await supervisor.StopAsync(default);
    }

    [Test]
    public async Task Its_health_is_red_until_it_has_run_for_a_while()
    {
        using var supervisor = await StartAsync();
        await clock.RunAsync(TimeSpan.FromSeconds(5));

        Assert.That(HealthOf(supervisor, "bad").Reason, Is.EqualTo("it failed and is started again: out of luck"));
        Assert.That(HealthOf(supervisor, "good"), Is.EqualTo(MonitorHealth.Sees));

        bad.Run = (_, ct) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        await clock.RunAsync(TimeSpan.FromSeconds(20));
        Assert.That(HealthOf(supervisor, "bad").BlindSince, Is.Not.Null);
        await clock.RunAsync(TimeSpan.FromSeconds(20));
        Assert.That(HealthOf(supervisor, "bad"), Is.EqualTo(MonitorHealth.Sees));
        await supervisor.StopAsync(default);
    }

    private static MonitorHealth HealthOf(MonitorSupervisor supervisor, string name) => supervisor.Health.Single(monitor => monitor.Name == name).Health;

    private async Task<MonitorSupervisor> StartAsync()
    {
        var began = clock.GetUtcNow();
        bad.Run = (_, _) =>
        {
            starts.Add((clock.GetUtcNow() - began).TotalSeconds);
            throw new InvalidOperationException("out of luck");
        };
        var supervisor = new MonitorSupervisor([bad, good], null!, clock, new FakeLogger<MonitorSupervisor>(log));
        await supervisor.StartAsync(default);
        return supervisor;
    }
}
