using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Masakari.Host.Sandbox;
using Masakari.Tests.Persistence;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// Requests per second, p99 and CPU time per request. The service is a process of its own on MariaDB and has the Keystone tokens in its
/// cache; Keystone and Nova are simulated in this process. Each measurement runs twice: right after the service's start, while its code
/// is still being compiled, and on a warm service. Figures only.
/// </summary>
[Explicit("Takes two minutes."), Category("Benchmark")]
internal sealed class ApiBenchmark
{
    private const int Clients = 4, Hosts = 500;
    private static readonly Uri Root = new("http://127.0.0.1:15969/");
    private readonly HttpClient http = new() { BaseAddress = new Uri(Root, "v1/") };
    private MasakariProcess masakari = null!;

    [Test]
    public async Task Answers_requests()
    {
        var cloud = new SimulatedCloud(TimeProvider.System, new SimulatedCloudOptions());
        for (var host = 0; host <= Hosts + Clients; host++)
            cloud.AddHost($"c{host:000}");
        await using var server = await SimulatedCloudServer.StartAsync(cloud, 0, default);
        var mariaDb = await MariaDbServer.SharedAsync();
        var database = await mariaDb.CreateDatabaseAsync();
        await using var process = masakari = await MasakariProcess.StartAsync(
            ServiceConf.Write(Root, server.BaseUrl, mariaDb.UrlText(database.Database)), Root, hostName: null, "--role", "api");
        http.DefaultRequestHeaders.Add("X-Auth-Token", await BareNova.TokenAsync(server.BaseUrl));
        var (many, few, report) = await RegisterAsync();

        foreach (var state in new[] { "just started", "warm" })
        {
            await TestContext.Out.WriteLineAsync(state);
            await MeasureAsync("list 21 segments", 2000, _ => GetAsync("segments"));
            await MeasureAsync("show a segment", 4000, _ => GetAsync($"segments/{many}"));
            await MeasureAsync("list 500 hosts", 600, _ => GetAsync($"segments/{many}/hosts"));
            await MeasureAsync("show a notification at 1.3", 2000, _ => GetAsync($"notifications/{report}"));
            await MeasureAsync("create and delete a host", 400, client => CreateAndDeleteAsync(few, $"c{Hosts + client:000}"));
            await MeasureAsync("post a notification", 1000, _ => PostAsync("notifications", Report()));
            await MeasureAsync("post a report to be ignored", 1000, _ => PostAsync("notifications", Report("STOPPED_DESTROYED")));
            // An engine would take these rows; thousands of open rows would distort the measurement.
            await mariaDb.ExecuteAsync($"UPDATE {database.Database}.notifications SET status = 'finished'; ANALYZE TABLE {database.Database}.notifications");
        }

        Assert.That(cloud.Calls.Count(call => call.IsKeystone), Is.LessThan(20), "tokens are cached");
    }

    private async Task MeasureAsync(string what, int count, Func<int, Task> ask)
    {
        await RunAsync(count / 4, ask);
        var cpu = masakari.CpuTime();
        var began = TimeProvider.System.GetTimestamp();
        var times = await RunAsync(count, ask);
        var took = TimeProvider.System.GetElapsedTime(began);
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{what,-28} {count / took.TotalSeconds,6:0} a second, p99 {times.Order().ElementAt(times.Count * 99 / 100).TotalMilliseconds,6:0.0} ms, CPU {(masakari.CpuTime() - cpu).TotalMilliseconds / count:0.00} ms"));
    }

    private static async Task<IReadOnlyCollection<TimeSpan>> RunAsync(int count, Func<int, Task> ask)
    {
        var times = new ConcurrentBag<TimeSpan>();
        await Task.WhenAll(Enumerable.Range(1, Clients).Select(client => Task.Run(async () =>
        {
            for (var sent = 0; sent < count / Clients; sent++)
            {
                var began = TimeProvider.System.GetTimestamp();
                await ask(client);
                times.Add(TimeProvider.System.GetElapsedTime(began));
            }
        })));
        return times;
    }

    private async Task<(string Many, string Few, string Report)> RegisterAsync()
    {
        var segments = new List<string>();
        for (var segment = 0; segment <= 20; segment++)
            segments.Add(Text(await PostAsync("segments", new { segment = new { name = $"s{segment}", recovery_method = "auto", service_type = "COMPUTE" } }), "segment", "uuid"));
        for (var host = 0; host < Hosts; host++)
            await PostAsync($"segments/{segments[0]}/hosts", Host($"c{host:000}"));
        return (segments[0], segments[1], Text(await PostAsync("notifications", Report()), "notification", "notification_uuid"));
    }

    private async Task CreateAndDeleteAsync(string segment, string name)
    {
        var host = await PostAsync($"segments/{segment}/hosts", Host(name));
        using var deleted = await http.DeleteAsync(new Uri($"segments/{segment}/hosts/{Text(host, "host", "uuid")}", UriKind.Relative));
        deleted.EnsureSuccessStatusCode();
    }

    private async Task GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "OpenStack-API-Version", "instance-ha 1.3" } } };
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private static object Host(string name) => new { host = new { name, type = "COMPUTE", control_attributes = "SSH" } };

    private static object Report(string detail = "STOPPED_FAILED") => new
    {
        notification = new
        {
            type = "VM", hostname = $"c{Random.Shared.Next(Hosts):000}", generated_time = "2026-11-22T00:00:00",
            payload = new { @event = "LIFECYCLE", instance_uuid = Guid.NewGuid(), vir_domain_event = detail },
        },
    };

    private static string Text(JsonElement body, string envelope, string key) => body.GetProperty(envelope).GetProperty(key).GetString()!;
}
