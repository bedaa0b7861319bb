using Masakari.Core.Configuration;
using Masakari.Core.Monitoring;
using Masakari.Core.Recovery.Liveness;
using Masakari.Host.Lifetime;

namespace Masakari.Host.Service;

/// <summary>Puts the process of the monitors together. It has no database and, unless its health is to be seen, no listener.</summary>
internal static class MonitorService
{
    /// <summary>A request to the API that is under way at a stop may end: 30 s, and some more.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    /// <summary>Lets the monitors read their options, as a start would, and gives the configuration back with what they found wrong.</summary>
    public static Conf ReadAll(Conf conf)
    {
        new ServiceCollection().AddMonitors(conf, []);
        return conf;
    }

    /// <param name="conf">A configuration without errors.</param>
    /// <param name="monitors">The monitors to run; empty = those of the configuration.</param>
    /// <param name="adjust">Changes what was registered, before it is built.</param>
    public static IHost Build(Conf conf, IReadOnlyList<string> monitors, Action<IServiceCollection>? adjust = null)
    {
        var options = MonitorsOptions.Read(conf);
        if (options.HealthListen is null)
        {
            var silent = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
                new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
            Fill(silent, conf, monitors, adjust);
            return silent.Build();
        }

        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => MonitorHealthPage.Listen(kestrel, options));
        Fill(web, conf, monitors, adjust);
        var app = web.Build();
        app.Run(MonitorHealthPage.AnswerAsync);
        return app;
    }

    private static void Fill(
        IHostApplicationBuilder builder, Conf conf, IReadOnlyList<string> monitors, Action<IServiceCollection>? adjust)
    {
        builder.Services.AddMonitors(conf, monitors);
        builder.Logging.AddMasakariLog(LogOptions.Read(conf));
        adjust?.Invoke(builder.Services);
    }

    private static void AddMonitors(this IServiceCollection services, Conf conf, IReadOnlyList<string> monitors)
    {
        _ = LogOptions.Read(conf);
        services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<Pulses>()    // of recoveries; here systemd only sees that the process is not frozen
            .AddMonitoring(conf, monitors)
            .AddLifetime()
            .Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);
    }
}
