using Dapper;
using Masakari.Core.Configuration;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Operator;
using Masakari.Host.Lifetime;
using Masakari.Host.Service;
using Masakari.Tests.Configuration;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog.Events;

namespace Masakari.Tests.Lifetime;

/// <summary><c>masakari manage reload</c> reaches a running service through the database.</summary>
internal sealed class ReloadOrdersTests
{
    private readonly FakeClock clock = new();
    private DirectoryInfo folder = null!;

    private string ConfFile => Path.Combine(folder.FullName, "masakari.conf");

    [SetUp]
    public void Begin() => folder = Directory.CreateTempSubdirectory("masakari-reload-");

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [TestCase(ServiceRole.Engine)]
    [TestCase(ServiceRole.Api)]
    public async Task Have_the_configuration_read_again_once(ServiceRole role)
    {
        await WriteAsync("");
        var sources = new ConfSources { Project = "masakari", SystemFolder = folder.FullName, Arguments = [new ConfArgument(ConfFile)] };
        var (conf, _) = ConfReview.Read(sources, MasakariService.ReadAll);
        var host = MasakariService.Build(conf, role, services => services.AddReload(sources, MasakariService.ReadAll, conf).AddSingleton<TimeProvider>(clock));
        await using var ended = (IAsyncDisposable)host;
        await host.Services.GetRequiredService<Migrator>().PrepareAsync(default);
        var (control, level) = (host.Services.GetRequiredService<EngineControl>(), host.Services.GetRequiredService<LogControl>().Level);
        await control.ReloadAsync("before@start", default);
        using var orders = host.Services.GetServices<IHostedService>().OfType<ReloadOrders>().Single();
        await orders.StartAsync(default);

        await WriteAsync("debug = true");
        await clock.RunAsync(ReloadOrders.Interval * 2);
        var before = level.MinimumLevel;
        await control.ReloadAsync("alice@ctl1", default);
        await clock.RunAsync(ReloadOrders.Interval * 2);
        var after = level.MinimumLevel;
        level.MinimumLevel = LogEventLevel.Warning;
        await clock.RunAsync(ReloadOrders.Interval * 2);

        Assert.That((before, after, level.MinimumLevel), Is.EqualTo((LogEventLevel.Information, LogEventLevel.Debug, LogEventLevel.Warning)));
        await orders.StopAsync(default);
    }

    [Test]
    public async Task Outlive_an_order_that_cannot_be_read()
    {
        await WriteAsync("");
        var sources = new ConfSources { Project = "masakari", SystemFolder = folder.FullName, Arguments = [new ConfArgument(ConfFile)] };
        var (conf, _) = ConfReview.Read(sources, MasakariService.ReadAll);
        var host = MasakariService.Build(conf, ServiceRole.Api, services => services.AddReload(sources, MasakariService.ReadAll, conf).AddSingleton<TimeProvider>(clock));
        await using var ended = (IAsyncDisposable)host;
        await host.Services.GetRequiredService<Migrator>().PrepareAsync(default);
        using var orders = host.Services.GetServices<IHostedService>().OfType<ReloadOrders>().Single();
        await orders.StartAsync(default);
        await host.Services.GetRequiredService<Database>().TransactAsync((connection, transaction) => connection.ExecuteAsync(
            "INSERT INTO engine_reloads (uuid, by_whom, ordered_at) VALUES ('nonsense', 'mallory', '2026-11-22 09:00:00')", transaction: transaction), default);

        await clock.RunAsync(ReloadOrders.Interval * 2);

        Assert.That(orders.ExecuteTask!.IsCompleted, Is.False);
        await orders.StopAsync(default);
    }

    private Task WriteAsync(string more) => File.WriteAllTextAsync(
        ConfFile, LocalConf.In(folder.FullName, $"log_file = {folder.FullName}/masakari.log\n{more}"));
}
