using System.Collections.Concurrent;
using Masakari.Core.Configuration;
using Masakari.Core.Recovery.Liveness;
using Masakari.Host.Lifetime;
using Masakari.Host.Service;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Lifetime;

/// <summary>What systemd is told about the life of the service, as far as no process of its own is needed.</summary>
public sealed class SystemdTests
{
    private readonly FakeLogCollector log = new();
    private readonly FakeClock clock = new();
    private readonly RecordedNotices systemd = new();
    private DirectoryInfo folder = null!;

    [SetUp]
    public void Begin()
    {
        log.Clear();
        systemd.Told.Clear();
        folder = Directory.CreateTempSubdirectory("masakari-life-");
    }

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [Test]
    public async Task Is_told_that_the_service_lives_twice_within_the_time_it_allows()
    {
        using var watchdog = Watchdog(new Pulses(clock));

        await watchdog.StartAsync(default);
        clock.Advance(TimeSpan.FromSeconds(20));

        Assert.That(systemd.Told, Is.EqualTo(new[] { "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1" }), "after 0, 10 and 20 s");
    }

    [Test]
    public async Task Is_told_nothing_while_work_is_stuck_and_told_again_when_the_work_goes_on()
    {
        var pulses = new Pulses(clock);
        using var work = pulses.Start("the work", TimeSpan.FromSeconds(60));
        using var watchdog = Watchdog(pulses);
        await watchdog.StartAsync(default);
        clock.Advance(TimeSpan.FromSeconds(60));
        systemd.Told.Clear();

        clock.Advance(TimeSpan.FromSeconds(60));
        var whileStuck = systemd.Told.ToList();
        work.Beat();
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(whileStuck, Is.Empty);
        Assert.That(log.Lines.Single(), Does.StartWith("6520 Stuck: the work has made no progress for 70 s"));
        Assert.That(systemd.Told, Is.EqualTo(new[] { "WATCHDOG=1" }));
    }

    [Test]
    public async Task Is_told_nothing_any_more_when_the_sweep_does_not_come()
    {
        await using var host = (IAsyncDisposable)Build(watchdogUsec: "240000000");
        await ((IHost)host).StartAsync();
        clock.Advance(TimeSpan.FromMinutes(5));
        var before = systemd.Told.ToList();
        systemd.Told.Clear();

        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.That(before, Is.EquivalentTo(new[] { "READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1" }), "after 0, 2 and 4 minutes");
        Assert.That(systemd.Told, Is.Empty);
        Assert.That(log.Lines, Has.One.StartsWith("6520 Stuck: the sweep"));
    }

    [TestCase("120000000", null, 120)]
    [TestCase("120000000", "1", null)]
    [TestCase(null, null, null)]
    [TestCase("soon", null, null)]
    public void Says_by_the_environment_how_often_it_wants_to_hear(string? usec, string? pid, int? seconds)
    {
        var environment = new Dictionary<string, string?> { ["WATCHDOG_USEC"] = usec, ["WATCHDOG_PID"] = pid };

        var limit = WatchdogPulse.LimitFrom(environment.GetValueOrDefault);

        Assert.That(limit?.TotalSeconds, Is.EqualTo(seconds));
    }

    private WatchdogPulse Watchdog(Pulses pulses) => new(
        TimeSpan.FromSeconds(20), systemd, pulses, clock, new FakeLogger<WatchdogPulse>(log));

    /// <summary>The role engine without its timers.</summary>
    private IHost Build(string watchdogUsec) => MasakariService.Build(
        Conf.Parse($"""
            [DEFAULT]
            os_privileged_user_name = masakari
            os_privileged_user_password = secret
            os_privileged_user_auth_url = http://127.0.0.1:9
            [database]
            connection = sqlite:///{folder.FullName}/masakari.sqlite
            """),
        ServiceRole.Engine,
        services =>
        {
            var environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = "/of/systemd", ["WATCHDOG_USEC"] = watchdogUsec };
            services.AddNotifySocket(environment.GetValueOrDefault).AddSingleton<ISystemdNotifier>(systemd);
            services.AddSingleton<TimeProvider>(clock).AddLogging(logging => logging.ClearProviders());
            services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log));
            foreach (var timer in services.Where(IsQuartz).ToList())
                services.Remove(timer);
        });

    private static bool IsQuartz(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Namespace?.StartsWith("Quartz", StringComparison.Ordinal) == true;

    private sealed class RecordedNotices : ISystemdNotifier
    {
        public bool IsEnabled => true;

        public ConcurrentQueue<string> Told { get; } = [];

        public void Notify(ServiceState state) => Told.Enqueue(state.ToString());
    }
}
