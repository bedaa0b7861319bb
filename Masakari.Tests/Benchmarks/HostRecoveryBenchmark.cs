using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Masakari.Host.Sandbox;
using Masakari.Tests.Persistence;
using Masakari.Tests.RealCloud;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// The service runs as a process of its own on MariaDB, the simulated cloud in this process. 50 hosts build 10 instances at a time;
/// an evacuation takes 5 s +-20 %, verify_interval is 1 s. The host is forced down before the POST. The clock runs from the first evacuate
/// call until the last instance has left the host. Figures only: no time is asserted.
/// </summary>
[Explicit("Takes minutes."), Category("Benchmark")]
internal sealed class HostRecoveryBenchmark
{
    private const string DeadHost = "c00";
    private static readonly Uri Root = new("http://127.0.0.1:15968/");

    [TestCase(20, "host_failure_recovery_threads = 500")]
    [TestCase(100, "host_failure_recovery_threads = 500")]
    [TestCase(500, "host_failure_recovery_threads = 500")]
    [TestCase(1000, "host_failure_recovery_threads = 500")]
    [TestCase(20, "")]
    [TestCase(100, "")]
    [TestCase(500, "")]
    [TestCase(1000, "")]
    public async Task Recovers_a_host(int instances, string threads)
    {
        var options = new SimulatedCloudOptions();
        var ideal = await EvacuationOracle.IdealAsync(options, cloud => Furnish(cloud, instances), DeadHost);
        var cloud = new SimulatedCloud(TimeProvider.System, options);
        Furnish(cloud, instances);
        await using var server = await SimulatedCloudServer.StartAsync(cloud, 0, default);
        var mariaDb = await MariaDbServer.SharedAsync();
        var database = await mariaDb.CreateDatabaseAsync();
        await using var masakari = await MasakariProcess.StartAsync(Conf(server.BaseUrl, mariaDb.UrlText(database.Database), threads), Root);
        using var http = new HttpClient { BaseAddress = new Uri(Root, "v1/") };
        await RegisterAsync(http);
        var idle = masakari.PeakMemoryMiB();
        await KillWithProofAsync(cloud, server.BaseUrl);

        var before = cloud.Calls.Count;
        var statementsBefore = await mariaDb.QuestionsAsync();
        var began = Stopwatch.GetTimestamp();
        var beganAt = TimeProvider.System.GetUtcNow();
        var uuid = await NotifyAsync(http);
        await Poll.UntilAsync(
            "the last instance to leave", () => Task.FromResult(cloud.InstancesOn(DeadHost).Count), left => left == 0,
            TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5));
        var emptyAfter = Stopwatch.GetElapsedTime(began);
        var status = await UntilOverAsync(http, uuid);
        var over = Stopwatch.GetElapsedTime(began);
        var statements = await mariaDb.QuestionsAsync() - statementsBefore;

        var calls = cloud.Calls.Skip(before).Where(call => !call.IsKeystone).ToList();
        var first = calls.First(call => call.Action == "evacuate").At - beganAt;
        var took = emptyAfter - first;
        await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {instances} instances, {(threads.Length > 0 ? threads : "adaptive")}: {status} in {took.TotalSeconds:0.00} s, ideal {ideal.TotalSeconds:0.00} s, ratio {took / ideal:0.00}
              POST -> first evacuate {first.TotalSeconds:0.00} s; last instance -> {status} {(over - emptyAfter).TotalSeconds:0.00} s
              {statements / (double)instances:0.0} statements an instance; {calls.Count / (double)instances:0.00} Nova calls an instance; {cloud.TokensGiven} tokens; peak RSS {idle} MiB idle, {masakari.PeakMemoryMiB()} MiB in all
              {string.Join(", ", calls.CountBy(call => call.Kind).OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}"))}
            """));
        Assert.That(status, Is.EqualTo("finished"));
        Assert.That(cloud.InstancesOn(DeadHost), Is.Empty);
    }

    private static void Furnish(SimulatedCloud cloud, int instances)
    {
        for (var host = 0; host <= 50; host++) cloud.AddHost($"c{host:00}");
        for (var instance = 0; instance < instances; instance++) cloud.AddServer(DeadHost, $"vm{instance:0000}");
    }

    private static string Conf(Uri cloud, string database, string threads) => $"""
        [DEFAULT]
        auth_strategy = noauth2
        masakari_api_listen = 127.0.0.1
        masakari_api_listen_port = {Root.Port}
        os_privileged_user_name = masakari
        os_privileged_user_password = secret
        os_privileged_user_tenant = service
        os_privileged_user_auth_url = {cloud}identity
        {threads}
        [recovery]
        forced_down_settle_seconds = 0
        [database]
        connection = {database}
        """;

    private static async Task RegisterAsync(HttpClient http)
    {
        var segment = await PostAsync(http, "segments", new { segment = new { name = "s", recovery_method = "auto", service_type = "COMPUTE" } });
        var uuid = segment.GetProperty("segment").GetProperty("uuid").GetString();
        await PostAsync(http, $"segments/{uuid}/hosts", new { host = new { name = DeadHost, type = "COMPUTE", control_attributes = "SSH" } });
    }

    private static async Task KillWithProofAsync(SimulatedCloud cloud, Uri baseUrl)
    {
        using var http = new HttpClient { BaseAddress = baseUrl };
        var nova = new BareNova(http);
        await nova.LogInAsync();
        cloud.KillHost(DeadHost);
        await nova.ForceDownAsync(cloud.Host(DeadHost).ServiceId);
    }

    private static async Task<string> NotifyAsync(HttpClient http)
    {
        var payload = new { @event = "STOPPED", host_status = "NORMAL", cluster_status = "OFFLINE" };
        var accepted = await PostAsync(http, "notifications", new
        {
            notification = new { type = "COMPUTE_HOST", hostname = DeadHost, generated_time = "2026-11-22T00:00:00", payload },
        });
        return accepted.GetProperty("notification").GetProperty("notification_uuid").GetString()!;
    }

    private static Task<string> UntilOverAsync(HttpClient http, string uuid) => Poll.UntilAsync(
        "the end of the recovery",
        async () => (await http.GetFromJsonAsync<JsonElement>(new Uri($"notifications/{uuid}", UriKind.Relative))).GetProperty("notification").GetProperty("status").GetString()!,
        status => status is "finished" or "failed" or "ignored", TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(5));

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
