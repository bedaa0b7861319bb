using System.Text.Json.Nodes;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Tests.OpenStack.Nova;

/// <summary>The requests to Nova, and how the client reads Nova's answers.</summary>
public sealed class NovaClientTests
{
    private static readonly Guid Vm = Guid.Parse("3f2a1f60-0000-4000-8000-000000000001");
    private static readonly string Show = $"GET /compute/v2.1/servers/{Vm}";
    private const string FindC1 = "GET /compute/v2.1/os-services?host=c1&binary=nova-compute";
    private const string NoServices = """{"services": []}""";

    [Test]
    public async Task Logs_in_once_more_when_the_token_is_refused()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(FindC1, (401, Fault("old")), (200, NoServices));

        var reading = await room.Nova.FindServiceAsync("c1", default);

        Assert.Multiple(() =>
        {
            Assert.That(reading.Value, Is.Null);
            Assert.That(room.Cloud.Logins, Is.EqualTo(2));
        });
    }

    [Test]
    public async Task Tells_who_did_what_to_an_instance_newest_first()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On($"{Show}/os-instance-actions", (200, """
            {"instanceActions": [
                {"action": "lock", "start_time": "2026-11-22T08:00:01.000000", "user_id": "u1", "message": null},
                {"action": "stop", "start_time": "2026-11-22T08:00:03.000000", "user_id": null},
                {"action": "unlock", "start_time": "2026-11-22T08:00:02.000000", "user_id": "u2"}]}
            """));

        var actions = await room.Nova.ListActionsAsync(Vm, default);

        Assert.That(actions.Select(one => (one.Name, one.UserId, one.ByOurAccount)), Is.EqualTo([
            ("stop", (string?)null, false), ("unlock", "u2", false), ("lock", "u1", true),
        ]));
        Assert.That(actions[0].StartedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 22, 8, 0, 3, TimeSpan.Zero)));
    }

    [Test]
    public async Task Knows_of_nothing_done_to_an_instance_that_is_gone()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On($"{Show}/os-instance-actions", (404, Fault("gone")));

        var list = room.Nova.ListActionsAsync(Vm, default);
        await room.Clock.RunAsync(TimeSpan.FromSeconds(1));

        Assert.That(await list, Is.Empty);
    }

    [Test]
    public async Task Repeats_a_read_twice_while_the_service_is_busy()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(FindC1, (503, ""), (500, ""), (200, NoServices));

        var reading = room.Nova.FindServiceAsync("c1", default);
        await room.Clock.RunAsync(TimeSpan.FromSeconds(0.5));
        await room.Clock.RunAsync(TimeSpan.FromSeconds(2));
        await reading;

        Assert.That(room.Cloud.Count(FindC1), Is.EqualTo(3));
    }

    [Test]
    public async Task Gives_up_when_the_caller_does()
    {
        await using var room = new OpenStackFixture();
        using var caller = new CancellationTokenSource();
        room.Cloud.On(Show, (null, ""));

        var call = room.Nova.FindServerAsync(Vm, caller.Token);
        await caller.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Reads_every_page_of_instances_by_the_query_of_the_next_link()
    {
        await using var room = new OpenStackFixture();
        var second = Guid.Parse("3f2a1f60-0000-4000-8000-000000000002");
        room.Cloud
            .On("GET /compute/v2.1/servers/detail?all_tenants=True&host=c1", (200, $$"""
                {"servers": [{{ServerOn("c1", Vm)}}],
                 "servers_links": [{"rel": "next", "href": "http://inner:8774/v2.1/servers/detail?all_tenants=True&host=c1&marker={{Vm}}"}]}
                """))
            .On($"GET /compute/v2.1/servers/detail?all_tenants=True&host=c1&marker={Vm}", (200, $$"""{"servers": [{{ServerOn("c1", second)}}]}"""));

        var servers = await room.Nova.ListServersAsync("c1", default);

        Assert.That(servers.Readable.Select(server => server.Id), Is.EqualTo(new[] { Vm, second }));
    }

    [Test]
    public async Task Reads_all_that_a_recovery_needs_of_an_instance()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Show, (200, $$"""{"server": {{ServerOn("c1", Vm)}} }"""));

        var server = await room.Nova.FindServerAsync(Vm, default);

        Assert.Multiple(() =>
        {
            Assert.That(server!.Name, Is.EqualTo("vm"));
            Assert.That(server.Host, Is.EqualTo("c1"));
            Assert.That(server.HypervisorHostname, Is.EqualTo("c1.example.org"));
            Assert.That(server.VmState, Is.EqualTo("active"));
            Assert.That(server.TaskState, Is.Null);
            Assert.That(server.PowerState, Is.EqualTo(4));
            Assert.That(server.Locked, Is.True);
            Assert.That(server.Metadata["HA_Enabled"], Is.EqualTo("True"));
        });
    }

    [TestCase("""{"message": "No valid host was found. ", "created": "2026-11-28T10:00:00Z"}""", "No valid host was found.", 10)]
    [TestCase("""{"message": "x", "created": "soon"}""", "x", null)]
    [TestCase("""{"message": null}""", null, null)]
    [TestCase("[]", null, null)]
    public async Task Reads_the_fault_of_an_instance_whatever_its_form(string fault, string? message, int? hour)
    {
        await using var room = new OpenStackFixture();
        var server = JsonNode.Parse(ServerOn("c1", Vm))!;
        server["fault"] = JsonNode.Parse(fault);
        room.Cloud.On(Show, (200, $$"""{"server": {{server.ToJsonString()}} }"""));

        var found = await room.Nova.FindServerAsync(Vm, default);

        Assert.That((found!.Fault?.Message, found.Fault?.At?.UtcDateTime.Hour), Is.EqualTo((message, hour)));
    }

    [Test]
    public async Task Finds_no_instance_when_Nova_says_that_it_is_gone()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Show, (404, Fault("Instance could not be found.")));

        var find = room.Nova.FindServerAsync(Vm, default);
        await room.Clock.RunAsync(TimeSpan.FromSeconds(1));

        Assert.That((await find, room.Cloud.Count(Show)), Is.EqualTo(((Server?)null, 2)));
    }

    [Test]
    public async Task Finds_only_the_service_of_exactly_that_name()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(FindC1, (200, """
            {"services": [{"id": "s1", "binary": "nova-compute", "host": "C1", "status": "enabled", "state": "up"},
                          {"id": "s2", "binary": "nova-compute", "host": "c1", "status": "disabled", "state": "down", "forced_down": true,
                           "disabled_reason": "why", "updated_at": "2026-11-22T00:56:02.508179"}]}
            """));

        var reading = await room.Nova.FindServiceAsync("c1", default);

        Assert.Multiple(() =>
        {
            Assert.That(reading.At, Is.EqualTo(room.Clock.GetUtcNow()));
            Assert.That(reading.Value, Is.EqualTo(new ComputeService
            {
                Id = "s2",
                Host = "c1",
                Enabled = false,
                DisabledReason = "why",
                Up = false,
                ForcedDown = true,
                UpdatedAt = new DateTimeOffset(2026, 11, 22, 0, 56, 2, TimeSpan.Zero).AddMicroseconds(508179),
            }));
        });
    }

    private static string Fault(string message) => $$"""{"itemNotFound": {"code": 1, "message": "{{message}}"} }""";

    private static string ServerOn(string host, Guid id) => $$"""
        {"id": "{{id}}", "name": "vm", "OS-EXT-SRV-ATTR:host": "{{host}}", "OS-EXT-SRV-ATTR:hypervisor_hostname": "{{host}}.example.org",
         "OS-EXT-STS:vm_state": "active", "OS-EXT-STS:task_state": null, "OS-EXT-STS:power_state": 4, "locked": true, "metadata": {"HA_Enabled": "True"} }
        """;
}
