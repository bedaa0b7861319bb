using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Masakari.Host.Sandbox;
using Masakari.Tests.Benchmarks;
using Masakari.Tests.Persistence;
using Masakari.Tests.RealCloud;
using NUnit.Framework.Interfaces;

namespace Masakari.Tests.Processes;

/// <summary>
/// Two <c>masakari run</c> processes on one database, with a simulated cloud in the test. Each process has its own address of the cloud,
/// so that the test knows which process sent a call.
/// </summary>
internal sealed class Controllers : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50), Limit = TimeSpan.FromMinutes(4);

    private static readonly SimulatedCloudOptions Quick = new()
    {
        ReportInterval = TimeSpan.FromSeconds(1), ServiceDownTime = TimeSpan.FromSeconds(4), EvacuationTime = TimeSpan.FromSeconds(2),
        HostSwitchGap = TimeSpan.FromSeconds(0.4),
    };

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly List<SimulatedCloudServer> addresses = [];
    private readonly List<string> failing = [];
    private Guid segment;

    private Controllers()
    {
    }

    public SimulatedCloud Cloud { get; } = new(TimeProvider.System, Quick);

    public MasakariProcess First { get; private set; } = null!;

    public MasakariProcess Second { get; private set; } = null!;

    public RecoveryTables Tables { get; private set; } = null!;

    /// <summary>The instances to move.</summary>
    public IReadOnlyList<string> Servers { get; private set; } = [];

    /// <summary>Starts both on one new database of the shared MariaDB.</summary>
    public static async Task<Controllers> StartAsync(int hosts, int serversEach, int threads)
    {
        var server = await MariaDbServer.SharedAsync();
        var name = $"m{Guid.NewGuid():n}";
        await server.ExecuteAsync($"CREATE DATABASE {name} CHARACTER SET utf8mb3");
        return await StartAsync(server.UrlText(name), server.UrlText(name), hosts, serversEach, threads);
    }

    /// <summary>Starts each process with its own database URL.</summary>
    public static Task<Controllers> StartAsync(string firstUrl, string secondUrl, int hosts, int serversEach, int threads) =>
        StartAsync(firstUrl, secondUrl, hosts, serversEach, threads, secondEnvironment: []);

    /// <summary>As the other overload, with additions to the second one's environment (<c>NAME=VALUE</c>).</summary>
    public static async Task<Controllers> StartAsync(
        string firstUrl, string secondUrl, int hosts, int serversEach, int threads, string[] secondEnvironment)
    {
        var controllers = new Controllers { Tables = new RecoveryTables(firstUrl) };
        try
        {
            controllers.Furnish(hosts, serversEach);
            controllers.First = await controllers.StartOneAsync(firstUrl, "ctl1", threads, []);
            controllers.Second = await controllers.StartOneAsync(secondUrl, "ctl2", threads, secondEnvironment);
            await controllers.RegisterAsync();
        }
        catch
        {
            await controllers.DisposeAsync();
            throw;
        }
        return controllers;
    }

    /// <summary>The hosts die at the same time; each death is reported, to the two controllers by turns.</summary>
    public async Task StrikeAsync()
    {
        failing.ForEach(Cloud.KillHost);
        await Task.WhenAll(failing.Select((host, place) => ReportAsync(host, place % 2 == 0 ? First : Second)));
    }

    /// <summary>One more host is registered, dies and is reported.</summary>
    public async Task RegisterAndStrikeAsync(string host, MasakariProcess to)
    {
        await RegisterAsync(host, to);
        Cloud.KillHost(host);
        await ReportAsync(host, to);
    }

    /// <summary>What was done to an instance, by Nova's record.</summary>
    public async Task<IReadOnlyList<string>> ReadDeedsAsync(Guid instance)
    {
        var cloud = addresses[0].BaseUrl;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cloud, $"/compute/v2.1/servers/{instance}/os-instance-actions"));
        request.Headers.Add("X-Auth-Token", await BareNova.TokenAsync(cloud));
        using var answer = await http.SendAsync(request);
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return [.. body.GetProperty("instanceActions").EnumerateArray().Select(one => one.GetProperty("action").GetString()!)];
    }

    /// <summary>Waits until the recovery has reached a certain point.</summary>
    public Task UntilAsync(string what, Func<bool> happened) =>
        Poll.UntilAsync(what, () => Task.FromResult(happened()), happened => happened, TimeSpan.FromMilliseconds(5), Limit);

    /// <summary>Waits until all notifications are over and the journal shows no lock.</summary>
    public Task UntilOverAsync(bool alsoLateLocks = false) =>
        Poll.UntilAsync("end", Tables.LookAsync, seen => seen.Open == 0 && (!alsoLateLocks || seen.LockedByUs == 0), Interval, Limit);

    /// <summary>Both controllers, the one with more changes in Nova first: the load decides which one claims more.</summary>
    public (MasakariProcess Busier, MasakariProcess Other) BusierFirst() =>
        Changes(First).Count > Changes(Second).Count ? (First, Second) : (Second, First);

    /// <summary>The controller that works on the only recovery.</summary>
    public (MasakariProcess Owner, MasakariProcess Other) WhoWorks()
    {
        var first = Changes(First).Count > 0;
        Assert.That(first, Is.Not.EqualTo(Changes(Second).Count > 0), "one of them works, and the other does not");
        return first ? (First, Second) : (Second, First);
    }

    /// <summary>The changes that one controller made in Nova (null = all changes), in the order of arrival.</summary>
    public IReadOnlyList<SimulatedCall> Changes(MasakariProcess? by = null)
    {
        int? port = by is null ? null : addresses[by == First ? 0 : 1].BaseUrl.Port;
        return [.. Cloud.Calls.Where(call => !call.IsKeystone && call.Method != "GET" && (port is null || call.Port == port))];
    }

    /// <summary>
    /// Every instance runs elsewhere, active, unlocked and evacuated exactly once; the tables agree; the logs contain no error, unless the
    /// database was away.
    /// </summary>
    public async Task AssertRecoveredAsync(bool databaseWasAway = false)
    {
        var seen = await Tables.LookAsync();
        Assert.Multiple(() =>
        {
            foreach (var server in Servers.Select(Cloud.Server))
            {
                Assert.That(failing, Has.No.Member(server.Host), server.Name);
                Assert.That((server.VmState, server.TaskState, server.IsLocked), Is.EqualTo(("active", (string?)null, false)), server.Name);
                Assert.That(Cloud.Evacuations(server.Name), Is.EqualTo(1), $"evacuations of {server.Name}");
            }
            Assert.That(Cloud.CountCalls("evacuate"), Is.EqualTo(Servers.Count), "evacuate calls");
            Assert.That((seen.Finished, seen.Open), Is.EqualTo((failing.Count, 0)), "notifications");
            Assert.That((seen.Moves, seen.Instances, seen.Succeeded), Is.EqualTo((Servers.Count, Servers.Count, Servers.Count)), "vmoves");
            if (!databaseWasAway) Assert.That(Complaints(First).Concat(Complaints(Second)), Is.Empty);
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { First, Second }.OfType<MasakariProcess>())
        {
            if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
                await TestContext.Out.WriteLineAsync($"--- {process.Root}\n{process.Log}");
            await process.DisposeAsync();
        }
        foreach (var address in addresses)
            await address.DisposeAsync();
        http.Dispose();
        await Tables.DisposeAsync();
    }

    /// <summary>More hosts stay alive than die: this is no mass failure.</summary>
    private void Furnish(int hosts, int serversEach)
    {
        failing.AddRange(Enumerable.Range(1, hosts).Select(number => $"dying{number:00}"));
        foreach (var host in failing.Concat(Enumerable.Range(1, hosts + 4).Select(number => $"living{number:00}")))
            Cloud.AddHost(host);
        Servers = [.. failing.SelectMany(host => Enumerable.Range(1, serversEach).Select(number => $"{host}-vm{number:000}"))];
        foreach (var server in Servers)
            Cloud.AddServer(server.Split('-')[0], server);
    }

    private async Task<MasakariProcess> StartOneAsync(string database, string hostName, int threads, string[] environment)
    {
        var address = await SimulatedCloudServer.StartAsync(Cloud, port: 0, default);
        addresses.Add(address);
        var port = FreePort();
        var conf = ControllerConf.Text(database, address.BaseUrl, port, threads);
        return await MasakariProcess.StartInAsync(environment, conf, new Uri($"http://127.0.0.1:{port}/"), hostName);
    }

    private async Task RegisterAsync()
    {
        segment = (await PostAsync(First, "segments", new { segment = new { name = "s1", recovery_method = "auto", service_type = "COMPUTE" } }))
            .GetProperty("segment").GetProperty("uuid").GetGuid();
        foreach (var host in failing)
            await RegisterAsync(host, Second);
    }

    public Task RegisterAsync(string host, MasakariProcess at) =>
        PostAsync(at, $"segments/{segment}/hosts", new { host = new { name = host, type = "COMPUTE", control_attributes = "SSH" } });

    private Task ReportAsync(string host, MasakariProcess to) => PostAsync(
        to, "notifications", Report("COMPUTE_HOST", host, new { @event = "STOPPED", cluster_status = "OFFLINE", host_status = "NORMAL" }));

    /// <summary>The body of a report.</summary>
    public static object Report(string type, string hostname, object payload) => new
    {
        notification = new { type, hostname, generated_time = $"{TimeProvider.System.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss}", payload },
    };

    private async Task<JsonElement> PostAsync(MasakariProcess to, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(to.Root, $"v1/{path}"), body);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"POST {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static IEnumerable<string> Complaints(MasakariProcess process) =>
        process.Log.Split('\n').Where(line => line.Contains(" ERR ", StringComparison.Ordinal) || line.Contains(" FTL ", StringComparison.Ordinal));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
