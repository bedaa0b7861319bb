using Masakari.Core.Configuration;
using Masakari.Core.Events;
using Masakari.Core.Hosts;
using Masakari.Core.Notifications;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery;
using Masakari.Core.Recovery.Sweeps;
using Masakari.Core.Retention;
using Masakari.Core.Segments;
using Masakari.Core.VMoves;
using Masakari.Host.Api;
using Masakari.Host.Auth;
using Masakari.Host.Auth.Policy;
using Masakari.Host.Jobs;
using Masakari.Host.Lifetime;

namespace Masakari.Host.Service;

/// <summary>Puts the service together: all rooms, the listener, the end of life. What <c>run</c> and the sandbox both start.</summary>
internal static class MasakariService
{
    /// <summary>Lets every room read its options, as a start would, and gives the configuration back with what they found wrong.</summary>
    public static Conf ReadAll(Conf conf)
    {
        new ServiceCollection().AddMasakari(conf, ServiceRole.All);
        return conf;
    }

    /// <summary>As <see cref="ReadAll"/>, and looks at the policy files besides.</summary>
    public static Conf ReadWithPolicy(Conf conf, bool withWarnings)
    {
        ReadAll(conf);
        PolicyReview.AddTo(conf, withWarnings);
        return conf;
    }

    /// <param name="conf">A configuration without errors.</param>
    /// <param name="role">Which part of the service it is.</param>
    /// <param name="adjust">Changes what was registered, before it is built.</param>
    public static IHost Build(Conf conf, ServiceRole role, Action<IServiceCollection>? adjust = null)
    {
        if (role == ServiceRole.Engine)
        {
            var engine = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
                new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
            Fill(engine, conf, role, adjust);
            return engine.Build();
        }

        // Empty: no appsettings.json, no ASPNETCORE_ variables. A Windows service's current folder is the system's.
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        web.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        Fill(web, conf, role, adjust);
        var app = web.Build();
        app.UseStopLimit();
        app.UseShortConnections();
        app.UseApi();
        return app;
    }

    private static void Fill(IHostApplicationBuilder builder, Conf conf, ServiceRole role, Action<IServiceCollection>? adjust)
    {
        builder.Services.AddMasakari(conf, role);
        builder.Logging.AddMasakariLog(LogOptions.Read(conf));   // last: it replaces the event log that a Windows service gets
        adjust?.Invoke(builder.Services);
    }

    private static void AddMasakari(this IServiceCollection services, Conf conf, ServiceRole role)
    {
        var (auth, listen, shutdown) = (AuthOptions.Read(conf), ListenOptions.Read(conf), ShutdownOptions.Read(conf));
        var (sweep, retention, policy) = (SweepOptions.Read(conf), RetentionOptions.Read(conf), PolicyOptions.Read(conf));
        _ = LogOptions.Read(conf);
        KeepTheDoorShut(conf.Default, auth, listen);
        services
            .AddSingleton(TimeProvider.System)
            .AddPersistence(DatabaseSection.Read(conf))
            .AddOpenStack(NovaOptions.Read(conf), IdentityOptions.Read(conf, needed: auth.AsksKeystone))
            .AddEvents(EventOptions.Read(conf))
            .AddSegments()
            .AddHosts()
            .AddNotifications(IntakeOptions.Read(conf), LogbookOptions.Read(conf))
            .AddVMoves()
            .AddRecovery(conf, sweep)
            .AddRetention(retention)
            .AddLifetime()
            .Configure<HostOptions>(host => host.ShutdownTimeout = shutdown.Grace);
        if (role != ServiceRole.Api)
            services.AddRecoveryWorkers().AddJobs(sweep, retention);
        if (role != ServiceRole.Engine)
            services.AddAuth(auth, policy).AddApi(conf).AddListener(listen);
    }

    private static void KeepTheDoorShut(ConfSection section, AuthOptions auth, ListenOptions listen)
    {
        if (auth.AsksKeystone)
            return;
        if (listen.IsLoopback)
            section.Warn("auth_strategy", "noauth2: no token is needed, every client on this machine has the role admin");
        else
            section.Error("auth_strategy",
                "noauth2 gives every client the role admin without a token: set masakari_api_listen to a loopback address (127.0.0.1)");
    }
}
