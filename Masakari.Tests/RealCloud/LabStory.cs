using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework.Interfaces;

namespace Masakari.Tests.RealCloud;

/// <summary>
/// The service in the lab with one segment of four hosts, for stories that report failures of every kind. Reports and questions go over HTTP;
/// Nova is looked at with requests of our own.
/// </summary>
internal sealed class LabStory : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Hosts = ["compute1", "compute2", "compute3", "compute4"];

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250), Limit = TimeSpan.FromMinutes(5);

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ServiceDatabase database;
    private readonly DateTimeOffset began = TimeProvider.System.GetUtcNow();
    private MasakariProcess masakari = null!;
    private string segment = "";

    private LabStory(LabNova nova, ServiceDatabase database) => (Nova, this.database, Placement) = (nova, database, new LabPlacement(nova));

    public LabNova Nova { get; }

    /// <summary>The log of the service.</summary>
    public string Log => masakari.Log;

    /// <summary>The processor time that the service has used.</summary>
    public TimeSpan CpuTime => masakari.CpuTime();

    public LabPlacement Placement { get; }

    /// <summary>Starts the service and registers the hosts.</summary>
    /// <param name="method">The segment's recovery method.</param>
    /// <param name="spares">The reserved hosts. Their nova-compute is disabled, as that of a spare is.</param>
    /// <param name="more">Further lines of the configuration.</param>
    /// <param name="isPublished">The program is the published one.</param>
    public static async Task<LabStory> BeginAsync(string method, IReadOnlyList<string> spares, string more = "", bool isPublished = false)
    {
        await TheLab.Lab.ResetAsync();
        var story = new LabStory(await LabNova.LogInAsync(TheLab.Lab), await ServiceDatabase.CreateAsync(TheLab.Lab));
        try
        {
            var root = new Uri($"http://127.0.0.1:{TheLab.Lab["LAB_MASAKARI_PORT"]}/");
            var conf = $"{LabConf.For(TheLab.Lab, story.database.Url)}\n{more}";
            story.masakari = await (isPublished ? MasakariProcess.StartPublishedAsync(conf, root) : MasakariProcess.StartAsync(conf, root));
            story.http.BaseAddress = new Uri(root, "v1/");
            story.http.DefaultRequestHeaders.Add("X-Auth-Token", story.Nova.Token);
            story.http.DefaultRequestHeaders.Add("OpenStack-API-Version", "instance-ha 1.3");
            await story.RegisterAsync(method, spares);
        }
        catch
        {
            await story.DisposeAsync();
            throw;
        }
        return story;
    }

    /// <summary>Reports that the host has stopped.</summary>
    public Task<Guid> ReportHostAsync(string host) =>
        ReportAsync("COMPUTE_HOST", host, new { @event = "STOPPED", cluster_status = "OFFLINE", host_status = "NORMAL" });

    /// <summary>Kills the host and reports it.</summary>
    public async Task<Guid> StrikeAsync(string host)
    {
        await TheLab.Lab.KillAsync(host);
        return await ReportHostAsync(host);
    }

    /// <summary>Reports that the guest crashed, as the instance monitor does.</summary>
    /// <param name="host">Its host.</param>
    /// <param name="guest">Its id.</param>
    /// <param name="crashed">When; now when not given.</param>
    public Task<Guid> ReportGuestAsync(string host, Guid guest, DateTimeOffset? crashed = null) =>
        ReportAsync("VM", host, new { @event = "LIFECYCLE", instance_uuid = guest, vir_domain_event = "STOPPED_FAILED" }, crashed);

    /// <summary>Reports that a process of the host cannot be restarted.</summary>
    public Task<Guid> ReportProcessAsync(string host, string process) =>
        ReportAsync("PROCESS", host, new { @event = "STOPPED", process_name = process });

    /// <summary>Waits for the end of a recovery, and writes how long it took and what its message says.</summary>
    /// <returns>The notification.</returns>
    public async Task<JsonElement> UntilOverAsync(Guid notification)
    {
        var from = TimeProvider.System.GetTimestamp();
        var end = await Poll.UntilAsync(
            "end of the recovery", () => NotificationAsync(notification), one => Status(one) is "finished" or "failed" or "ignored", Interval, Limit);
        await WriteAsync($"{end.GetProperty("type").GetString()} {Status(end)} {TimeProvider.System.GetElapsedTime(from).TotalSeconds:0.0} s after the report: {end.GetProperty("message").GetString()}");
        return end;
    }

    public async Task<JsonElement> NotificationAsync(Guid notification) => (await GetAsync($"notifications/{notification}")).GetProperty("notification");

    /// <summary>The host as the API shows it.</summary>
    public async Task<JsonElement> HostAsync(string name) => (await GetAsync($"segments/{segment}/hosts")).GetProperty("hosts")
        .EnumerateArray().Single(host => host.GetProperty("name").GetString() == name);

    /// <summary>Switches the segment off.</summary>
    public async Task DisableSegmentAsync()
    {
        using var answer = await http.PutAsJsonAsync(new Uri($"segments/{segment}", UriKind.Relative), new { segment = new { enabled = false } });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>All evacuations of the host's servers since the story began.</summary>
    public Task<IReadOnlyList<LabEvacuation>> EvacuationsAsync(string source) => Nova.EvacuationsAsync(source, began.AddSeconds(-1));

    public Task<LabServer> UntilAsync(Guid server, Func<LabServer, bool> good) =>
        Poll.UntilAsync($"server {server}", () => Nova.ServerAsync(server), good, Interval, Limit);

    public static string Status(JsonElement notification) => notification.GetProperty("status").GetString()!;

    public static Task WriteAsync(FormattableString line) => TestContext.Out.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends the service (its log is shown unless the test passed) and restores the lab.</summary>
    public async ValueTask DisposeAsync()
    {
        if (masakari is not null)
        {
            if (TestContext.CurrentContext.Result.Outcome.Status != TestStatus.Passed)
                await TestContext.Out.WriteLineAsync(masakari.Log);
            await masakari.DisposeAsync();
        }
        await Placement.DisposeAsync();
        Nova.Dispose();
        http.Dispose();
        await database.DisposeAsync();
        await TheLab.Lab.ResetAsync();
    }

    private async Task RegisterAsync(string method, IReadOnlyList<string> spares)
    {
        var body = new { name = "lab-segment", recovery_method = method, service_type = "COMPUTE" };
        segment = (await PostAsync("segments", new { segment = body })).GetProperty("segment").GetProperty("uuid").GetString()!;
        foreach (var name in Hosts)
        {
            var host = new { name, type = "COMPUTE", control_attributes = "SSH", reserved = spares.Contains(name) };
            await PostAsync($"segments/{segment}/hosts", new { host });
        }
        foreach (var spare in spares) await Nova.DisableAsync(spare, "spare", CancellationToken.None);
    }

    private async Task<Guid> ReportAsync(string type, string hostname, object payload, DateTimeOffset? at = null)
    {
        var notification = new { type, hostname, generated_time = $"{(at ?? TimeProvider.System.GetUtcNow()).UtcDateTime:s}", payload };
        return (await PostAsync("notifications", new { notification })).GetProperty("notification").GetProperty("notification_uuid").GetGuid();
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private Task<JsonElement> GetAsync(string path) => http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
}
