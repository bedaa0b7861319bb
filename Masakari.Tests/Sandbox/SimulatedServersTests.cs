using System.Globalization;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Sandbox;

public sealed class SimulatedServersTests
{
    private const string List = "/compute/v2.1/servers/detail?all_tenants=True";
    private FakeClock clock = null!;
    private SimulatedCloud cloud = null!;
    private CloudClient client = null!;

    [SetUp]
    public async Task StartCloud()
    {
        clock = new FakeClock();
        cloud = new SimulatedCloud(clock, new SimulatedCloudOptions { PageLimit = 2 });
        cloud.AddHost("c1");
        cloud.AddHost("c2");
        client = await CloudClient.LoginAsync(cloud);
    }

    [TearDown]
    public void Stop() => client.Dispose();

    [Test]
    public async Task Come_newest_first_and_in_pages()
    {
        foreach (var n in Enumerable.Range(1, 5))
            cloud.AddServer("c1", $"vm-{n}");
        cloud.AddServer("c2", "elsewhere");

        var pages = new List<string>();
        for (var path = $"{List}&host=c1"; path is not null;)
        {
            var page = await client.GetAsync(path);
            pages.Add(string.Join(' ', page.GetProperty("servers").EnumerateArray().Select(s => s.GetProperty("name").GetString())));
            path = page.TryGetProperty("servers_links", out var links) ? links[0].GetProperty("href").GetString() : null;
        }

        Assert.That(pages, Is.EqualTo((string[])["vm-5 vm-4", "vm-3 vm-2", "vm-1"]));
    }

    [Test]
    public async Task Are_listed_for_the_own_project_unless_all_are_asked_for()
    {
        cloud.AddServer("c1", "vm-1");

        var own = await client.GetAsync("/compute/v2.1/servers/detail");
        var all = await client.GetAsync(List);

        Assert.That((Count(own), Count(all)), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Changed_since_a_moment_include_the_deleted()
    {
        cloud.AddServer("c1", "old");
        cloud.AddServer("c1", "gone");
        clock.Advance(TimeSpan.FromMinutes(1));
        var since = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        cloud.DeleteServer("gone");

        var changed = (await client.GetAsync($"{List}&changes-since={since}")).GetProperty("servers");

        var shown = changed.EnumerateArray().Select(s => $"{s.GetProperty("name")} {s.GetProperty("status")}");
        Assert.That(shown, Is.EqualTo((string[])["gone DELETED"]));
    }

    [Test]
    public async Task Show_what_the_recovery_reads()
    {
        var metadata = new Dictionary<string, string> { ["HA_Enabled"] = "True" };
        var id = cloud.AddServer("c1", "vm-1", metadata: metadata, locked: true, taskState: "resize_prep");

        var server = (await client.GetAsync($"/compute/v2.1/servers/{id}")).GetProperty("server");

        Assert.Multiple(() =>
        {
            Assert.That(server.GetProperty("metadata").GetProperty("HA_Enabled").GetString(), Is.EqualTo("True"));
            Assert.That(server.GetProperty("locked").GetBoolean(), Is.True);
            Assert.That(server.GetProperty("OS-EXT-STS:task_state").GetString(), Is.EqualTo("resize_prep"));
            Assert.That(server.GetProperty("OS-EXT-SRV-ATTR:host").GetString(), Is.EqualTo("c1"));
        });
    }

    [Test]
    public async Task Locked_by_an_admin_stay_locked_for_their_owner()
    {
        var id = cloud.AddServer("c1", "vm-1");
        using var owner = await CloudClient.LoginAsync(cloud, "demo", "demo");
        await client.ActAsync(id, """{"lock": null}""");

        var (unlock, _) = await owner.ActAsync(id, """{"unlock": null}""");
        var (stop, _) = await owner.ActAsync(id, """{"os-stop": null}""");
        var (byAdmin, _) = await client.ActAsync(id, """{"unlock": null}""");

        Assert.That((unlock, stop, byAdmin), Is.EqualTo((403, 409, 202)));
    }

    [Test]
    public async Task Stop_and_start_after_a_moment()
    {
        var id = cloud.AddServer("c1", "vm-1");

        await client.ActAsync(id, """{"os-stop": null}""");
        var asked = cloud.Server("vm-1").TaskState;
        clock.Advance(TimeSpan.FromSeconds(1));
        var stopped = cloud.Server("vm-1");
        await client.ActAsync(id, """{"os-start": null}""");
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(
            (asked, stopped.VmState, stopped.PowerState, cloud.Server("vm-1").VmState),
            Is.EqualTo(("powering-off", "stopped", 4, "active")));
    }

    [Test]
    public async Task Stop_is_refused_for_a_stopped_server()
    {
        var id = cloud.AddServer("c1", "vm-1", vmState: "stopped");

        Assert.That(
            await client.ActAsync(id, """{"os-stop": null}"""),
            Is.EqualTo((409, $"Cannot 'stop' instance {id} while it is in vm_state stopped")));
    }

    [Test]
    public async Task Reset_of_the_state_clears_the_task()
    {
        var id = cloud.AddServer("c1", "vm-1", taskState: "deleting");

        await client.ActAsync(id, """{"os-resetState": {"state": "error"}}""");

        Assert.That((cloud.Server("vm-1").VmState, cloud.Server("vm-1").TaskState), Is.EqualTo(("error", (string?)null)));
    }

    [Test]
    public async Task A_crashed_guest_is_stopped_by_nova_itself_15_seconds_later()
    {
        var id = cloud.AddServer("c1", "vm-1");
        cloud.CrashGuest("vm-1");

        clock.Advance(TimeSpan.FromSeconds(14));
        var before = cloud.Server("vm-1").VmState;
        clock.Advance(TimeSpan.FromSeconds(1));

        var newest = (await client.GetAsync($"/compute/v2.1/servers/{id}/os-instance-actions")).GetProperty("instanceActions")[0];
        Assert.That(
            (before, cloud.Server("vm-1").VmState, newest.GetProperty("action").GetString(), newest.GetProperty("user_id").GetString()),
            Is.EqualTo(("active", "stopped", "stop", (string?)null)));
    }

    [Test]
    public async Task A_crashed_guest_that_was_restarted_in_time_keeps_running()
    {
        var id = cloud.AddServer("c1", "vm-1");
        cloud.CrashGuest("vm-1");
        await client.ActAsync(id, """{"os-stop": null}""");
        clock.Advance(TimeSpan.FromSeconds(2));
        await client.ActAsync(id, """{"os-start": null}""");

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(cloud.Server("vm-1").VmState, Is.EqualTo("active"));
    }

    private static int Count(System.Text.Json.JsonElement list) => list.GetProperty("servers").GetArrayLength();
}
