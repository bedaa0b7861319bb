using Dapper;
using Masakari.Core.Commands;
using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.Recovery.Sweeps;
using Masakari.Host.Sandbox;
using Masakari.Host.Service;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace Masakari.Tests.Simulation;

/// <summary>
/// One process of the service in a scenario: the product's own composition with stand-ins for clock, transport, listener and timers.
/// </summary>
internal sealed class ScenarioLife
{
    private readonly IHost host;
    private readonly CancellationTokenSource ended = new();
    private readonly MortalHandler cloud;

    private readonly Freezer freezer;
    private readonly TimeProvider own;

    private ScenarioLife(IHost host, MortalHandler cloud, Freezer freezer, TimeProvider own, FakeLogCollector log) =>
        (this.host, this.cloud, this.freezer, this.own, Log) = (host, cloud, freezer, own, log);

    /// <summary>Its transactions, in which it can die.</summary>
    public MortalDialect Writes => Get<MortalDialect>();

    /// <summary>Its calls of the cloud, where it can be struck.</summary>
    public MortalHandler Network => cloud;

    /// <summary>SIGSTOP: from now on its timers do not fire, its requests wait, and it sees no answer. Time goes on for all others.</summary>
    public void Freeze() => freezer.Freeze();

    /// <summary>SIGCONT: it goes on where it stood, with everything that it has missed.</summary>
    public void Thaw() => freezer.Thaw();

    public HttpClient Api { get; private set; } = null!;

    public FakeLogCollector Log { get; }

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <param name="clock">The true time, on which everything waits.</param>
    /// <param name="wall">The wall clock of the machine that the service runs on.</param>
    /// <param name="database">The wall clock of the database server.</param>
    /// <param name="cloud">What the service calls.</param>
    /// <param name="conf">Its configuration.</param>
    /// <param name="commands">Runs the operator's commands.</param>
    /// <param name="owner">Its name as an owner of claims; null: that of this process.</param>
    public static async Task<ScenarioLife> StartAsync(
        FakeClock clock, SkewedClock wall, SkewedClock database, SimulatedCloud cloud, string conf, ICommandRunner commands,
        ClaimOwner? owner = null)
    {
        var read = Conf.Parse(conf);
        MasakariService.ReadAll(read);
        if (read.Errors.Count > 0) throw new InvalidOperationException(string.Join('\n', read.Errors));
        var freezer = new Freezer();
        var own = new FreezableClock(wall, freezer);
        var transport = new MortalHandler(new SimulatedCloudHandler(cloud), clock, freezer);
        var log = FakeLogCollector.Create(new FakeLogCollectorOptions { TimeProvider = clock });
        var host = MasakariService.Build(Conf.Parse(conf), ServiceRole.All, services =>
        {
            services.AddSingleton<TimeProvider>(own).AddSingleton<Transport>(_ => transport).AddSingleton(new Random(1));
            services.AddSingleton<IServer>(provider => new TestServer(provider, Options.Create(new TestServerOptions())));
            services.AddSingleton(provider => new MortalDialect(
                SqlDialect.For(provider.GetRequiredService<DatabaseOptions>()), clock));
            services.AddSingleton(provider => new Database(
                provider.GetRequiredService<DatabaseOptions>(), provider.GetRequiredService<MortalDialect>(),
                new FreezableClock(database, freezer), provider.GetRequiredService<ILogger<Database>>()));
            services.AddSingleton(commands);
            if (owner is not null) services.AddSingleton(owner);
            services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Debug));
            services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log));
            foreach (var quartz in services.Where(IsQuartzService).ToList()) services.Remove(quartz);
        });
        var life = new ScenarioLife(host, transport, freezer, own, log);
        await life.BeginAsync();
        return life;
    }

    /// <summary>Changes the database directly, unseen by the service.</summary>
    public Task ExecuteAsync(string sql) => Get<Database>().TransactAsync((connection, transaction) => connection.ExecuteAsync(sql, null, transaction), default);

    /// <summary>Stops the service in order.</summary>
    public async Task StopAsync()
    {
        await ended.CancelAsync();
        await host.StopAsync();
        await KillAsync();
    }

    /// <summary>Kills the process: from now on nothing of it reaches the cloud or the database.</summary>
    public async Task KillAsync()
    {
        cloud.Die();
        await ended.CancelAsync();
        await Get<Database>().DisposeAsync();
    }

    private async Task BeginAsync()
    {
        await Get<Migrator>().PrepareAsync(ended.Token);
        await host.StartAsync();
        Api = host.GetTestClient();
        var interval = Get<SweepOptions>().Interval;
        _ = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                await Get<RecoverySweep>().RunOnceAsync(ended.Token);
                await Task.Delay(interval, own, ended.Token);
            }
        });
    }

    private static bool IsQuartzService(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Namespace?.StartsWith("Quartz", StringComparison.Ordinal) == true;
}
