using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Masakari.Tests.Persistence;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// One recovery by a published service on MariaDB, with the simulated cloud in another process. The hosts are forced down before they are
/// reported.
/// </summary>
internal sealed class RecoveryRun(BenchmarkCloud setting, string threads) : IDisposable
{
    private static readonly Uri Root = new("http://127.0.0.1:15968/");
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100), Limit = TimeSpan.FromMinutes(5);

    private readonly string folder = Directory.CreateTempSubdirectory("masakari-bench-").FullName;
    private readonly HttpClient http = new() { BaseAddress = new Uri(Root, "v1/") };

    private string LogFile => Path.Combine(folder, "masakari.log");

    public async Task<RecoveryFigures> MeasureAsync()
    {
        await using var cloud = await CloudProcess.StartAsync(setting);
        var mariaDb = await MariaDbServer.SharedAsync();
        await using var service = await StartAsync(cloud.Url, mariaDb.UrlText((await mariaDb.CreateDatabaseAsync()).Database));
        http.DefaultRequestHeaders.Add("X-Auth-Token", await BareNova.TokenAsync(cloud.Url));
        await RegisterAsync();
        await cloud.KillAsync();
        var (idle, cpu, cloudCpu) = (service.Usage(), service.Usage().Cpu, cloud.Cpu);
        var statements = await mariaDb.QuestionsAsync();

        var posted = TimeProvider.System.GetUtcNow();
        var reports = await Task.WhenAll(setting.DeadHosts.Select(NotifyAsync));
        var finished = await FinishedAsync(reports);

        return new RecoveryFigures
        {
            Ideal = EvacuationOracle.Ideal(setting),
            Posted = posted,
            Finished = finished,
            Statements = await mariaDb.QuestionsAsync() - statements,
            Cloud = await cloud.ReportAsync(),
            ServiceCpu = service.Usage().Cpu - cpu,
            CloudCpu = cloud.Cpu - cloudCpu,
            IdleMiB = idle.MiB,
            PeakMiB = service.PeakMiB(),
        };
    }

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<PublishedService> StartAsync(Uri cloud, string database)
    {
        var conf = Path.Combine(folder, "masakari.conf");
        await File.WriteAllTextAsync(conf, $"""
            {ServiceConf.Write(Root, cloud, database)}
            [DEFAULT]
            log_file = {LogFile}
            {threads}
            [recovery]
            forced_down_settle_seconds = 0
            """);
        await PublishedService.RunAsync("manage", "--config-file", conf, "db", "sync");
        var service = PublishedService.Start(conf);
        await service.UntilReadyAsync(http, "/");
        return service;
    }

    private async Task RegisterAsync()
    {
        var segment = await PostAsync("segments", new { segment = new { name = "s", recovery_method = "auto", service_type = "COMPUTE" } });
        var uuid = segment.GetProperty("segment").GetProperty("uuid").GetString();
        foreach (var host in setting.DeadHosts)
            await PostAsync($"segments/{uuid}/hosts", new { host = new { name = host, type = "COMPUTE", control_attributes = "SSH" } });
    }

    private async Task<string> NotifyAsync(string host)
    {
        var payload = new { @event = "STOPPED", host_status = "NORMAL", cluster_status = "OFFLINE" };
        var accepted = await PostAsync("notifications", new
        {
            notification = new { type = "COMPUTE_HOST", hostname = host, generated_time = "2026-11-22T00:00:00", payload },
        });
        return accepted.GetProperty("notification").GetProperty("notification_uuid").GetString()!;
    }

    /// <summary>Looks into the log, because requests would add to the measured work.</summary>
    private Task<DateTimeOffset> FinishedAsync(IReadOnlyCollection<string> reports) => Poll.UntilAsync(
        "end of the recovery", async () =>
        {
            var ends = (await ReadLogAsync()).Where(line => line.Contains(": Running -> Finished", StringComparison.Ordinal)).ToList();
            return ends.Count == reports.Count ? ends.Max(Moment) : default;
        }, moment => moment != default, LookEvery, Limit);

    private static DateTimeOffset Moment(string line) =>
        DateTimeOffset.Parse(line[..23], CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal);

    private async Task<IReadOnlyList<string>> ReadLogAsync()
    {
        await using var file = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return (await reader.ReadToEndAsync()).Split('\n');
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
