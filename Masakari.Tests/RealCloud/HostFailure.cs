using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NUnit.Framework.Interfaces;

namespace Masakari.Tests.RealCloud;

/// <summary>
/// One host failure in the lab from its preparation to its end: the service, four registered hosts, servers on the host that dies.
/// </summary>
internal sealed class HostFailure : IAsyncDisposable
{
    /// <summary>The host that dies.</summary>
    public const string Host = "compute1";

    private const string Segment = "lab-segment";
    private static readonly string[] Hosts = [Host, "compute2", "compute3", "compute4"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly Lab lab = TheLab.Lab;

    private HostFailure(LabNova nova, ServiceDatabase database) => (Nova, Database) = (nova, database);

    public LabNova Nova { get; }

    public ServiceDatabase Database { get; }

    public OpenStackCli Cli { get; } = new(TheLab.Lab);

    public MasakariProcess Masakari { get; private set; } = null!;

    /// <summary>A second service on the same database, if <see cref="AddSecondAsync"/> was called.</summary>
    public MasakariProcess? Second { get; private set; }

    public IReadOnlyList<Guest> Guests { get; private set; } = [];

    public Guid Notification { get; private set; }

    /// <summary>The moment before the notification was sent.</summary>
    public DateTimeOffset PostedAt { get; private set; }

    /// <summary>Starts the service, registers a segment with four hosts and boots servers on the host.</summary>
    /// <param name="guests">How many, of every kind in turn.</param>
    /// <param name="more">Further lines of the configuration.</param>
    public static async Task<HostFailure> PrepareAsync(int guests, string more = "")
    {
        await TheLab.Lab.ResetAsync();
        var failure = new HostFailure(await LabNova.LogInAsync(TheLab.Lab), await ServiceDatabase.CreateAsync(TheLab.Lab));
        try
        {
            failure.Masakari = await MasakariProcess.StartAsync($"{LabConf.For(TheLab.Lab, failure.Database.Url)}\n{more}", failure.Root);
            await failure.RegisterAsync();
            failure.Guests = await RealCloud.Guests.SettleInAsync(TheLab.Lab, failure.Nova, Host, guests);
        }
        catch
        {
            await failure.DisposeAsync();
            throw;
        }
        return failure;
    }

    /// <summary>Starts a second service with another port and another host name.</summary>
    public async Task AddSecondAsync()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Second = await MasakariProcess.StartAsync(LabConf.For(lab, Database.Url, port), new Uri($"http://127.0.0.1:{port}/"), "ctl2");
    }

    /// <summary>The service that works on the recovery.</summary>
    public MasakariProcess Owner() =>
        new[] { Masakari, Second! }.Single(one => one.Log.Contains(" to move, ", StringComparison.Ordinal));

    /// <summary>Kills the host and reports its death as a monitor does.</summary>
    public async Task StrikeAsync()
    {
        await lab.KillAsync(Host);
        PostedAt = TimeProvider.System.GetUtcNow();
        var notification = new
        {
            type = "COMPUTE_HOST",
            hostname = Host,
            generated_time = $"{PostedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss}",
            payload = new { @event = "STOPPED", cluster_status = "OFFLINE", host_status = "NORMAL" },
        };
        var answer = await CurlAsync("notifications", "--header", "Content-Type: application/json", "--data", JsonSerializer.Serialize(new { notification }));
        Notification = answer.GetProperty("notification").GetProperty("notification_uuid").GetGuid();
    }

    /// <summary>Kills the host; somebody else reports it.</summary>
    public Task KillAsync()
    {
        PostedAt = TimeProvider.System.GetUtcNow();
        return lab.KillAsync(Host);
    }

    /// <summary>Waits until somebody has reported the host.</summary>
    public async Task UntilReportedAsync()
    {
        var found = await Poll.UntilAsync(
            "notification", NotificationsAsync, all => all.Count > 0, TimeSpan.FromMilliseconds(100), Limit);
        Notification = found[0].GetProperty("notification_uuid").GetGuid();
    }

    /// <summary>All notifications about hosts.</summary>
    public async Task<IReadOnlyList<JsonElement>> NotificationsAsync() =>
        [.. (await CurlAsync("notifications?type=COMPUTE_HOST")).GetProperty("notifications").EnumerateArray()];

    /// <summary>The message of the notification.</summary>
    public async Task<string> MessageAsync() =>
        (await CurlAsync($"notifications/{Notification}")).GetProperty("notification").GetProperty("message").GetString() ?? "";

    /// <summary>Waits until the recovery has reached a certain point.</summary>
    public Task<RecoveryProgress> UntilAsync(string what, Func<RecoveryProgress, bool> good) =>
        Poll.UntilAsync(what, () => Database.ProgressAsync(Notification, Host), good, TimeSpan.FromMilliseconds(20), Limit);

    /// <summary>The moves as the service's API shows them at the newest microversion.</summary>
    public async Task<IReadOnlyList<JsonElement>> VMovesAsync() =>
        [.. (await CurlAsync($"notifications/{Notification}/vmoves?limit=1000")).GetProperty("vmoves").EnumerateArray()];

    /// <summary>One of the moves, requested by its id.</summary>
    public async Task<JsonElement> VMoveAsync(Guid id) => (await CurlAsync($"notifications/{Notification}/vmoves/{id}")).GetProperty("vmove");

    /// <summary>Ends the service (its log is shown unless the test passed) and restores the lab.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Masakari is not null)
        {
            // In a tear-down the outcome is known; an earlier call means that the setup failed.
            if (TestContext.CurrentContext.Result.Outcome.Status != TestStatus.Passed)
                await TestContext.Out.WriteLineAsync(Masakari.Log);
            await Masakari.DisposeAsync();
        }
        if (Second is not null)
        {
            if (TestContext.CurrentContext.Result.Outcome.Status != TestStatus.Passed)
                await TestContext.Out.WriteLineAsync($"--- the second\n{Second.Log}");
            await Second.DisposeAsync();
        }
        Nova.Dispose();
        await Database.DisposeAsync();
        await lab.ResetAsync();
    }

    private Uri Root => new($"http://127.0.0.1:{lab["LAB_MASAKARI_PORT"]}/");

    /// <summary>The service's answer to <c>curl</c>; the token goes in through standard input.</summary>
    private async Task<JsonElement> CurlAsync(string path, params string[] more)
    {
        string[] arguments =
        [
            "--silent", "--show-error", "--fail-with-body", "--noproxy", "*", "--header", "@-", "--header", "OpenStack-API-Version: instance-ha 1.3",
            .. more, $"{Root}v1/{path}",
        ];
        var answer = await Tool.RunAsync("curl", arguments, new Dictionary<string, string>(), $"X-Auth-Token: {Nova.Token}\n", Limit);
        return JsonDocument.Parse(answer).RootElement;
    }

    private async Task RegisterAsync()
    {
        var hosts = Hosts.Select(host => $"segment host create {host} COMPUTE SSH {Segment}");
        await Cli.CreateAsync([$"segment create {Segment} auto COMPUTE", .. hosts]);
    }
}
