using Masakari.Core.Configuration;
using Masakari.Core.Recovery.Liveness;
using Masakari.Host.Lifetime;
using Masakari.Host.Service;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Lifetime;

[Platform(Exclude = "Win", Reason = "systemd is there on Linux alone")]
public sealed class SystemdTests
{
    private readonly FakeLogCollector log = new();
    private readonly FakeClock clock = new();
    private DirectoryInfo folder = null!;

    [SetUp]
    public void Begin()
    {
        log.Clear();
        folder = Directory.CreateTempSubdirectory("masakari-life-");
    }

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [TestCase("a path")]
    [TestCase("an abstract name")]
    public async Task Is_told_when_the_service_is_ready_and_when_it_stops(string kind)
    {
        using var systemd = new NotifySocket(kind == "a path" ? Path.Combine(folder.FullName, "notify") : $"@masakari-{Guid.NewGuid()}");
        await using var host = (IAsyncDisposable)Build(new SystemdSocket { Address = systemd.Address }, TimeProvider.System);
        using var stop = new CancellationTokenSource();

        var run = ServiceLife.RunAsync((IHost)host, stop.Token);
        var first = await Task.Run(systemd.Hear);
        await stop.CancelAsync();
        await run;

        Assert.That(first, Is.EqualTo("READY=1"));
        Assert.That(systemd.HearAll(), Is.EqualTo(new[] { "STOPPING=1" }));
    }

    [Test]
    public async Task Hears_of_our_life_twice_within_the_time_it_wants()
    {
        using var systemd = new NotifySocket(Path.Combine(folder.FullName, "notify"));
        using var notifier = Notifier(systemd, new Pulses(clock));

        await notifier.StartedAsync(default);
        clock.Advance(TimeSpan.FromSeconds(20));

        Assert.That(systemd.HearAll(), Is.EqualTo(new[] { "READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1" }), "after 0, 10 and 20 s");
    }

    [Test]
    public async Task Hears_nothing_while_work_is_stuck_and_hears_again_when_it_gets_ahead()
    {
        using var systemd = new NotifySocket(Path.Combine(folder.FullName, "notify"));
        var pulses = new Pulses(clock);
        using var work = pulses.Start("the work", TimeSpan.FromSeconds(60));
        using var notifier = Notifier(systemd, pulses);
        await notifier.StartedAsync(default);
        clock.Advance(TimeSpan.FromSeconds(60));
        systemd.HearAll();

        clock.Advance(TimeSpan.FromSeconds(60));
        var whileStuck = systemd.HearAll();
        work.Beat();
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(whileStuck, Is.Empty);
        Assert.That(log.Lines.Single(), Does.StartWith("6520 Stuck: the work has made no progress for 70 s"));
        Assert.That(systemd.HearAll(), Is.EqualTo(new[] { "WATCHDOG=1" }));
    }

    [Test]
    public async Task Hears_nothing_any_more_when_the_sweep_does_not_come()
    {
        using var systemd = new NotifySocket(Path.Combine(folder.FullName, "notify"));
        await using var host = (IAsyncDisposable)Build(new SystemdSocket { Address = systemd.Address, Watchdog = TimeSpan.FromMinutes(4) }, clock);
        await ((IHost)host).StartAsync();
        clock.Advance(TimeSpan.FromMinutes(5));
        var before = systemd.HearAll();

        clock.Advance(TimeSpan.FromMinutes(5));
        var after = systemd.HearAll();

        Assert.That(before, Has.Count.EqualTo(4), "READY, and after 0, 2 and 4 minutes");
        Assert.That(after, Is.Empty);
        Assert.That(log.Lines, Has.One.StartsWith("6520 Stuck: the sweep"));
    }

    [TestCase("120000000", null, 120)]
    [TestCase("120000000", "1", null)]
    [TestCase(null, null, null)]
    [TestCase("soon", null, null)]
    public void Says_by_the_environment_how_often_it_wants_to_hear(string? usec, string? pid, int? seconds)
    {
        var environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = "/run/notify", ["WATCHDOG_USEC"] = usec, ["WATCHDOG_PID"] = pid };

        var systemd = SystemdSocket.FromEnvironment(environment.GetValueOrDefault);

        Assert.That(systemd.Watchdog?.TotalSeconds, Is.EqualTo(seconds));
    }

    [Test]
    public async Task May_be_away()
    {
        using var notifier = new SystemdNotifier(
            new SystemdSocket { Address = Path.Combine(folder.FullName, "nobody") }, new Pulses(clock), clock, Logger());

        await notifier.StartedAsync(default);

        Assert.That(log.Lines.Single(), Does.StartWith("6521 The state READY=1 could not be sent to systemd"));
    }

    private SystemdNotifier Notifier(NotifySocket systemd, Pulses pulses) =>
        new(new SystemdSocket { Address = systemd.Address, Watchdog = TimeSpan.FromSeconds(20) }, pulses, clock, Logger());

    private ILogger<SystemdNotifier> Logger() => new FakeLogger<SystemdNotifier>(log);

    /// <summary>The role engine without its timers.</summary>
    private IHost Build(SystemdSocket systemd, TimeProvider time) => MasakariService.Build(
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
            services.AddSingleton(systemd).AddSingleton(time).AddLogging(logging => logging.ClearProviders());
            services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log));
            foreach (var timer in services.Where(IsQuartz).ToList())
                services.Remove(timer);
        });

    private static bool IsQuartz(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Namespace?.StartsWith("Quartz", StringComparison.Ordinal) == true;
}
