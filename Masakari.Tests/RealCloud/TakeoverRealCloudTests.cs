using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Masakari.Tests.RealCloud;

/// <summary>
/// A database of the Python original, whose engine was killed in the middle of a recovery, is taken over and later given back.
/// </summary>
[Category("RealCloud")]
internal sealed class TakeoverRealCloudTests
{
    private const string Host = "compute1", Segment = "taken-over";
    private const int Count = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200), Limit = TimeSpan.FromMinutes(4);

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Lab lab = TheLab.Lab;
    private ReferenceMasakari reference = null!;
    private OpenStackCli cli = null!;
    private LabNova nova = null!;
    private MasakariProcess? masakari;
    private IReadOnlyList<Guid> guests = [];
    private Guid notification;
    private DateTimeOffset postedAt;

    [SetUp]
    public async Task BeginAsync()
    {
        (reference, cli, nova) = (new ReferenceMasakari(lab), new OpenStackCli(lab), await LabNova.LogInAsync(lab));
        await lab.ResetAsync();
        await reference.StartAnewAsync();
    }

    [TearDown]
    public async Task EndAsync()
    {
        if (masakari is not null)
        {
            await TestContext.Out.WriteLineAsync(masakari.Log);
            await masakari.DisposeAsync();
        }
        masakari = null;
        await reference.StopAsync();
        await lab.ResetAsync();
        nova.Dispose();
    }

    [OneTimeTearDown]
    public void Close() => http.Dispose();

    [Test]
    public async Task Goes_on_with_a_recovery_of_the_original_once_it_is_told()
    {
        await KillOriginalInTheMiddleAsync();
        await StartOursAsync();

        await AssertServesEveryRowAsync();
        await AssertHoldsAsync();
        var told = await masakari!.ManageAsync("takeover", "--yes", "--reason", "the engine is dead");
        await Poll.UntilAsync("end of the recovery", StatusAsync, status => status is "finished" or "failed", Interval, Limit);

        Assert.That(told, Does.Contain($"{notification}").And.Contain("Released: 1."));
        await AssertRecoveredAsync();
    }

    [Test, Explicit("Takes minutes."), Category("Long")]
    public async Task Gives_the_database_back_to_the_original()
    {
        await Goes_on_with_a_recovery_of_the_original_once_it_is_told();
        Assert.That(await masakari!.StopAsync(), Is.Zero);

        await reference.StartAsync();
        var shown = await cli.ShowAsync("notification", "show", $"{notification}");
        await cli.TableAsync("segment", "delete", Segment);   // the original's tests need the hosts
        var report = await reference.TestAsync();

        Assert.That(shown.GetProperty("status").GetString(), Is.EqualTo("finished"));
        await TestContext.Out.WriteLineAsync(report[^Math.Min(report.Length, 200)..]);
        Assert.That(report, Does.Match(@"Ran 1\d tests in [\d.]+s\s+OK\s*$"));
    }

    private async Task KillOriginalInTheMiddleAsync()
    {
        var hosts = Enumerable.Range(1, 4).Select(number => $"segment host create compute{number} COMPUTE SSH {Segment}");
        await cli.CreateAsync([$"segment create {Segment} auto COMPUTE", .. hosts]);
        guests = await lab.BootAsync(Host, Count);
        await lab.KillAsync(Host);
        await Poll.UntilAsync("word from Nova that the host is down", () => nova.IsUpAsync(Host), up => !up, Interval, Limit);
        postedAt = TimeProvider.System.GetUtcNow();
        var created = await cli.ShowAsync(
            "notification", "create", "COMPUTE_HOST", Host, postedAt.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
            """{"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"}""");
        notification = created.GetProperty("notification_uuid").GetGuid();
        var seen = await Poll.UntilAsync("evacuations", EvacuationsAsync, all => all.Any(one => one.Status == "done") && all.Count >= 3, Interval, Limit);
        await reference.KillEngineAsync();
        await reference.StopAsync();
        await TestContext.Out.WriteLineAsync($"kill -9 of its engine: {seen.Count} of {Count} asked for, {seen.Count(one => one.Status == "done")} done");
        Assert.That(seen, Has.Count.LessThan(Count), "The original was faster than its killer.");
    }

    private async Task StartOursAsync()
    {
        var conf = $"{LabConf.For(lab, reference.DatabaseUrl)}\n\n[taskflow]\nconnection = {reference.DatabaseUrl}\n";
        masakari = await MasakariProcess.StartAsync(conf, Root);
    }

    private async Task AssertServesEveryRowAsync()
    {
        var segments = await ListAsync("segments");
        var hosts = await ListAsync($"segments/{segments.Single()}/hosts");
        var notifications = await ListAsync("notifications", "notification_uuid");
        var moves = await ListAsync($"notifications/{notification}/vmoves");
        var details = (await GetAsync($"notifications/{notification}")).GetProperty("notification");

        Assert.That((segments.Count, hosts.Count, notifications.Count, moves.Count), Is.EqualTo((1, 4, 1, 0)), "Debian's has no vmoves yet");
        Assert.That(notifications, Is.EqualTo(new[] { notification }));
        Assert.That(details.GetProperty("failover_segment_uuid").GetGuid(), Is.EqualTo(segments.Single()));
        Assert.That(
            details.GetProperty("recovery_workflow_details").EnumerateArray().Select(task => task.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "DisableComputeServiceTask", "PrepareHAEnabledInstancesTask", "EvacuateInstancesTask" }), "as the original wrote them");
    }

    private async Task AssertHoldsAsync()
    {
        await Poll.UntilAsync("word that it is held", () => Task.FromResult(masakari!.Log), log => log.Contains("is held", StringComparison.Ordinal), Interval, Limit);
        await Task.Delay(TimeSpan.FromSeconds(6), TimeProvider.System);   // longer than a sweep interval
        Assert.That(await StatusAsync(), Is.EqualTo("running"));
        Assert.That(masakari!.Log, Does.Not.Contain(" to move, "));
    }

    private async Task AssertRecoveredAsync()
    {
        var servers = (await nova.ServersAsync()).ToDictionary(server => server.Id);
        var evacuations = (await EvacuationsAsync()).ToLookup(one => one.Instance);
        var moves = (await GetAsync($"notifications/{notification}/vmoves")).GetProperty("vmoves").EnumerateArray()
            .ToDictionary(move => move.GetProperty("instance_uuid").GetGuid(), move => move.GetProperty("status").GetString());
        Assert.That(await StatusAsync(), Is.EqualTo("finished"));
        Assert.Multiple(() =>
        {
            foreach (var guest in guests.Select(id => servers[id]))
            {
                Assert.That((guest.VmState, guest.TaskState, guest.Locked), Is.EqualTo(("active", (string?)null, false)), $"{guest}");
                Assert.That(guest.Host, Is.Not.EqualTo(Host), $"{guest}");
                Assert.That(evacuations[guest.Id].Count(), Is.EqualTo(1), $"{guest}: evacuation records");
                Assert.That(moves.GetValueOrDefault(guest.Id), Is.EqualTo("succeeded"), $"{guest}: vmove");
            }
        });
    }

    private Uri Root => new($"http://127.0.0.1:{lab["LAB_MASAKARI_PORT"]}/");

    private Task<IReadOnlyList<LabEvacuation>> EvacuationsAsync() => nova.EvacuationsAsync(Host, postedAt.AddSeconds(-1));

    private async Task<string> StatusAsync() =>
        (await GetAsync($"notifications/{notification}")).GetProperty("notification").GetProperty("status").GetString()!;

    /// <summary>Lists a collection and shows each of its members.</summary>
    private async Task<IReadOnlyList<Guid>> ListAsync(string path, string identity = "uuid")
    {
        var listed = await GetAsync(path);
        var uuids = listed.GetProperty(path.Split('/')[^1]).EnumerateArray().Select(one => one.GetProperty(identity).GetGuid()).ToList();
        foreach (var uuid in uuids)
            await GetAsync($"{path}/{uuid}");
        return uuids;
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Root, $"v1/{path}"));
        request.Headers.Add("X-Auth-Token", nova.Token);
        request.Headers.Add("OpenStack-API-Version", "instance-ha 1.3");
        using var answer = await http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
