using System.Net.Http.Json;
using System.Text.Json;
using Masakari.Tests.Persistence;
using Masakari.Tests.Processes;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// A published service on MariaDB beside a simulated cloud in another process. The hosts of the setting are registered in one segment, and
/// a host that Nova shows forced down is proved dead at once.
/// </summary>
internal sealed class MeasuredService : IAsyncDisposable
{
    private static readonly Uri Root = new("http://127.0.0.1:15968/");

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-bench-").FullName;
    private readonly HttpClient http = new() { BaseAddress = new Uri(Root, "v1/") };
    private readonly MariaDbProxy proxy;

    private MeasuredService(CloudProcess cloud, MariaDbServer mariaDb, string database) =>
        (Cloud, MariaDb, Database, proxy) = (cloud, mariaDb, database, MariaDbProxy.Before(mariaDb));

    public CloudProcess Cloud { get; }

    public MariaDbServer MariaDb { get; }

    /// <summary>The round trips of the service to its database so far.</summary>
    public long RoundTrips => proxy.RoundTrips;

    /// <summary>The name of the service's database.</summary>
    public string Database { get; }

    public PublishedService Process { get; private set; } = null!;

    private string LogFile => Path.Combine(folder, "masakari.log");

    /// <param name="setting">The cloud.</param>
    /// <param name="options">Further lines of the section DEFAULT.</param>
    public static async Task<MeasuredService> StartAsync(BenchmarkCloud setting, string options = "")
    {
        var mariaDb = await MariaDbServer.SharedAsync();
        var service = new MeasuredService(await CloudProcess.StartAsync(setting), mariaDb, (await mariaDb.CreateDatabaseAsync()).Database);
        await service.StartProcessAsync(options);
        service.http.DefaultRequestHeaders.Add("X-Auth-Token", await BareNova.TokenAsync(service.Cloud.Url));
        await service.RegisterAsync([.. setting.DeadHosts, .. setting.HostsOfGuests]);
        return service;
    }

    /// <summary>Reports that the host has stopped.</summary>
    public Task NotifyHostAsync(string host) =>
        NotifyAsync("COMPUTE_HOST", host, new { @event = "STOPPED", host_status = "NORMAL", cluster_status = "OFFLINE" });

    /// <summary>Reports an event of a guest, as libvirt calls it.</summary>
    public Task NotifyGuestAsync(string host, Guid guest, string detail) =>
        NotifyAsync("VM", host, new { @event = "LIFECYCLE", instance_uuid = guest, vir_domain_event = detail });

    /// <summary>The log so far. Looks into it add nothing to the measured work, as requests would.</summary>
    public async Task<IReadOnlyList<string>> ReadLogAsync()
    {
        await using var file = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return (await reader.ReadToEndAsync()).Split('\n');
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Process.DisposeAsync();
        await proxy.DisposeAsync();
        await Cloud.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StartProcessAsync(string options)
    {
        var conf = Path.Combine(folder, "masakari.conf");
        await File.WriteAllTextAsync(conf, $"""
            {ServiceConf.Write(Root, Cloud.Url, proxy.UrlText(MariaDb.UrlText(Database)))}
            [DEFAULT]
            log_file = {LogFile}
            {options}
            [recovery]
            forced_down_settle_seconds = 0
            """);
        await PublishedService.RunAsync("manage", "--config-file", conf, "db", "sync");
        Process = PublishedService.Start(conf);
        await Process.UntilReadyAsync(http, "/");
    }

    private async Task RegisterAsync(IReadOnlyList<string> hosts)
    {
        var segment = await PostAsync("segments", new { segment = new { name = "s", recovery_method = "auto", service_type = "COMPUTE" } });
        var uuid = segment.GetProperty("segment").GetProperty("uuid").GetString();
        foreach (var host in hosts)
            await PostAsync($"segments/{uuid}/hosts", new { host = new { name = host, type = "COMPUTE", control_attributes = "SSH" } });
    }

    private Task NotifyAsync(string type, string hostname, object payload)
    {
        var notification = new { type, hostname, generated_time = $"{TimeProvider.System.GetUtcNow():s}", payload };
        return PostAsync("notifications", new { notification });
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
