using System.Net.Http.Json;
using System.Text.Json;
using Masakari.Core.Notifications;
using Masakari.Core.Persistence;
using Masakari.Core.Recovery.Claims;
using Masakari.Core.VMoves;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Simulation;

/// <summary>
/// A whole scenario: real API, engine, clients and SQLite against the simulated cloud, under the fake clock. Every host named in
/// <see cref="RegisterAsync"/> belongs to one segment.
/// </summary>
internal sealed class MasakariScenario : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-scenario-");
    private readonly string moreConf;
    private readonly List<ScenarioLife> lives = [];

    private MasakariScenario(SimulatedCloudOptions options, string moreConf)
    {
        this.moreConf = moreConf;
        Cloud = new SimulatedCloud(Clock, options);
        Commands = new FakeCommands(Clock);
        (WallClock, OtherWallClock, DatabaseClock) = (new SkewedClock(Clock), new SkewedClock(Clock), new SkewedClock(Clock));
    }

    public FakeClock Clock { get; } = new();

    public SimulatedCloud Cloud { get; }

    /// <summary>Stands in for the operator's commands, such as the fence command.</summary>
    public FakeCommands Commands { get; }

    /// <summary>The wall clock of the controller; <see cref="Clock"/> is the true time, on which everybody waits.</summary>
    public SkewedClock WallClock { get; }

    /// <summary>The wall clock of the second controller.</summary>
    public SkewedClock OtherWallClock { get; }

    /// <summary>The wall clock of the database server.</summary>
    public SkewedClock DatabaseClock { get; }

    /// <summary>The second controller on the same database; null: there is none.</summary>
    public ScenarioLife? Other { get; private set; }

    /// <summary>The process that runs now.</summary>
    public ScenarioLife Life => lives[^1];

    /// <summary>The log of all processes, oldest line first.</summary>
    public IEnumerable<string> Log => lives.Append(Other).OfType<ScenarioLife>().SelectMany(life => life.Log.TimedLines);

    /// <summary>The log of the recovery, for the message of a failed test.</summary>
    public string Told => string.Join('\n', Log.Where(line => line.Contains(" 5", StringComparison.Ordinal) && !line.Contains(" Debug 4", StringComparison.Ordinal)));

    public Guid Segment { get; private set; }

    /// <param name="furnish">Adds hosts and servers to the cloud.</param>
    /// <param name="moreConf">More lines for the configuration, sections included.</param>
    /// <param name="options">How the cloud behaves.</param>
    public static async Task<MasakariScenario> StartAsync(Action<SimulatedCloud> furnish, string moreConf = "", SimulatedCloudOptions? options = null)
    {
        var scenario = new MasakariScenario(options ?? new SimulatedCloudOptions(), moreConf);
        furnish(scenario.Cloud);
        await scenario.StartLifeAsync();
        return scenario;
    }

    /// <summary>Registers a segment with these hosts.</summary>
    public async Task RegisterAsync(string method, params string[] hosts)
    {
        var segment = await PostAsync("segments", new { segment = new { name = "s1", recovery_method = method, service_type = "COMPUTE" } });
        Segment = segment.GetProperty("segment").GetProperty("uuid").GetGuid();
        foreach (var name in hosts)
            await PostAsync($"segments/{Segment}/hosts", new { host = new { name, type = "COMPUTE", control_attributes = "SSH" } });
    }

    /// <summary>Reports a host, as a monitor would.</summary>
    public Task<Guid> NotifyAsync(string hostname, string @event = "STOPPED", string? hostStatus = "NORMAL") =>
        NotifyAsync("COMPUTE_HOST", hostname, hostStatus is null
            ? new Dictionary<string, string> { ["event"] = @event }
            : new Dictionary<string, string> { ["event"] = @event, ["host_status"] = hostStatus });

    public async Task<Guid> NotifyAsync(string type, string hostname, Dictionary<string, string> payload)
    {
        var generatedTime = Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        var accepted = await PostAsync("notifications", new { notification = new { type, hostname, generated_time = generatedTime, payload } });
        return accepted.GetProperty("notification").GetProperty("notification_uuid").GetGuid();
    }

    /// <summary>The host dies, is reported, and time runs until its recovery is over for good.</summary>
    public async Task<Guid> LoseHostAsync(string name)
    {
        Cloud.KillHost(name);
        var notification = await NotifyAsync(name);
        await UntilOverAsync(notification);
        return notification;
    }

    /// <summary>The host dies and is reported; no time passes.</summary>
    public Task<Guid> KillAndReportAsync(string name)
    {
        Cloud.KillHost(name);
        return NotifyAsync(name);
    }

    /// <summary>Lets time run until the notification is finished, ignored or failed.</summary>
    public Task UntilOverAsync(Guid notification, int minutes = 60) =>
        RunUntilAsync(async () => NotificationLifecycle.IsFinal((await FindAsync(notification)).Status), minutes);

    /// <summary>Lets time run until the notification has that status.</summary>
    public Task UntilAsync(Guid notification, NotificationStatus status) =>
        RunUntilAsync(async () => (await FindAsync(notification)).Status == status, minutes: 60);

    /// <summary>Runs the clock until the cloud meets a condition.</summary>
    public Task UntilAsync(Func<bool> happened) => RunUntilAsync(() => Task.FromResult(happened()), minutes: 60);

    /// <summary>Kills a host, reports it and waits for the end of its recovery; fails with the log unless it ends in this status.</summary>
    public async Task<Guid> LoseHostAsync(string name, NotificationStatus expected)
    {
        var notification = await LoseHostAsync(name);
        await AssertEndsAsync(notification, expected);
        return notification;
    }

    /// <summary>Runs the clock until the notification is over, and asserts its status.</summary>
    public async Task AssertEndsAsync(Guid notification, NotificationStatus expected)
    {
        await UntilOverAsync(notification);
        Assert.That((await FindAsync(notification)).Status, Is.EqualTo(expected), Told);
    }

    public async Task<Notification> FindAsync(Guid notification) =>
        await Life.Get<NotificationRepository>().FindAsync(notification, default) ?? throw new InvalidOperationException($"No notification {notification}.");

    /// <summary>The vmoves of a notification, in the order they were planned.</summary>
    public async Task<IReadOnlyList<VMove>> VMovesAsync(Guid notification)
    {
        var page = new PageRequest { Limit = 10_000, SortKeys = ["id"], SortDirections = ["asc"] };
        return (await Life.Get<VMoveRepository>().ListAsync(notification, new VMoveFilter(), page, default)).Value!;
    }

    /// <summary>
    /// kill -9 and a new start on the same database. Nothing that the killed process still does reaches the cloud or the database.
    /// </summary>
    /// <param name="downFor">The time between kill and start.</param>
    public async Task KillAndRestartAsync(TimeSpan downFor = default)
    {
        await Life.KillAsync();
        if (downFor > TimeSpan.Zero) await Clock.RunAsync(downFor);
        await StartLifeAsync();
    }

    /// <summary>A second controller, on another machine, begins to work on the same database.</summary>
    public async Task StartOtherAsync() => Other = await ScenarioLife.StartAsync(
        Clock, OtherWallClock, DatabaseClock, Cloud, ScenarioConf.Text(folder, moreConf), Commands,
        new ClaimOwner("other-machine", pid: 1, startedAt: 1));

    /// <summary>kill -9 of the second controller.</summary>
    public async Task KillOtherAsync()
    {
        if (Other is { } other) await other.KillAsync();
    }

    /// <summary>An orderly stop and a new start.</summary>
    public async Task StopAndRestartAsync()
    {
        await Life.StopAsync();
        await StartLifeAsync();
    }

    public async Task<JsonElement> GetAsync(string path, string version = "1.3")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://masakari/v1/{path}"));
        request.Headers.Add("OpenStack-API-Version", $"instance-ha {version}");
        using var answer = await Life.Api.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        await Life.KillAsync();
        await KillOtherAsync();
        await Clock.RunAsync(TimeSpan.Zero);   // what the killed processes had begun ends, and their files are closed
        folder.Delete(recursive: true);
    }

    private async Task StartLifeAsync() => lives.Add(
        await ScenarioLife.StartAsync(Clock, WallClock, DatabaseClock, Cloud, ScenarioConf.Text(folder, moreConf), Commands));

    private async Task RunUntilAsync(Func<Task<bool>> done, int minutes)
    {
        try
        {
            await Clock.RunUntilAsync(done, TimeSpan.FromMinutes(minutes));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Told}", e);
        }
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await Life.Api.PostAsJsonAsync(new Uri($"http://masakari/v1/{path}"), body);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"POST {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
