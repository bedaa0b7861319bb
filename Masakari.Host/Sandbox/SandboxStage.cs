using Masakari.Core.Configuration;
using Masakari.Core.Persistence;
using Masakari.Host.Service;

namespace Masakari.Host.Sandbox;

/// <summary>
/// The environment of a sandbox run: a simulated cloud on one loopback port, and the complete service on another, with its
/// configuration, its SQLite database and its log in a temporary folder.
/// </summary>
internal sealed class SandboxStage : IAsyncDisposable
{
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DownAfter = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan EvacuationTakes = TimeSpan.FromSeconds(1.2);

    private readonly SimulatedCloudOptions cloudOptions = new()
    {
        ReportInterval = HeartbeatEvery, ServiceDownTime = DownAfter, EvacuationTime = EvacuationTakes, HostSwitchGap = TimeSpan.FromSeconds(0.4),
    };

    private readonly TimeProvider clock;
    private SimulatedCloudServer? cloudServer;
    private IHost? service;

    public SandboxStage(SandboxOptions options, TimeProvider clock)
    {
        this.clock = clock;
        Folder = Directory.CreateTempSubdirectory("masakari-sandbox-");
        Cloud = new SimulatedCloud(clock, cloudOptions);
        HostNames = [.. Enumerable.Range(1, options.Hosts).Select(number => $"compute-{number}")];
        ServerNames = [.. Enumerable.Range(1, options.Servers).Select(number => $"vm-{number}")];
    }

    public SimulatedCloud Cloud { get; }

    public DirectoryInfo Folder { get; }

    /// <summary>The first host is the one that dies.</summary>
    public IReadOnlyList<string> HostNames { get; }

    /// <summary>All instances run on the first host at the beginning.</summary>
    public IReadOnlyList<string> ServerNames { get; }

    public string Region => cloudOptions.Region;

    /// <summary>The password of every user of the simulated Keystone.</summary>
    public string Password => cloudOptions.Password;

    public Uri Keystone => new(cloudServer!.BaseUrl, "/identity/v3");

    public Uri Nova => new(cloudServer!.BaseUrl, "/compute/v2.1");

    /// <summary>A POST to it, followed by the name of a host, switches the host off.</summary>
    public Uri PowerSwitch => new(cloudServer!.BaseUrl, $"{SimulatedCloudServer.PowerSwitch}/");

    public Uri Masakari => new($"{((WebApplication)service!).Urls.First()}/v1");

    /// <summary>The configuration of the service, for <c>masakari manage</c> in another terminal.</summary>
    public string ConfFile => Path.Combine(Folder.FullName, "masakari.conf");

    public string LogFile => Path.Combine(Folder.FullName, "masakari.log");

    /// <summary>Starts the cloud and the service; both answer when this method returns.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        foreach (var host in HostNames)
            Cloud.AddHost(host);
        foreach (var server in ServerNames)
            Cloud.AddServer(HostNames[0], server);
        cloudServer = await SimulatedCloudServer.StartAsync(Cloud, port: 0, ct);
        var conf = SandboxConf.Text(Folder.FullName, Keystone, Password);
        await WriteConfAsync(conf, ct);
        service = MasakariService.Build(Conf.Parse(conf), ServiceRole.All, services => services
            .AddSingleton(clock)
            .AddSingleton(new ListenOptions { Host = "127.0.0.1", Port = 0 }));
        await service.Services.GetRequiredService<Migrator>().PrepareAsync(ct);
        await service.StartAsync(ct);
        Cloud.InstanceHaUrl = Masakari + "/%(tenant_id)s";
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)service).DisposeAsync();
        }
        if (cloudServer is not null)
            await cloudServer.DisposeAsync();
    }

    private async Task WriteConfAsync(string conf, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new StreamWriter(ConfFile, options);
        await file.WriteAsync(conf.AsMemory(), ct);
    }
}
