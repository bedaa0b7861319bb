using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Tests.OpenStack.Nova;

public sealed class NovaClientTests
{
    private static readonly Guid Vm = Guid.Parse("3f2a1f60-0000-4000-8000-000000000001");
    private static readonly string Show = $"GET /compute/v2.1/servers/{Vm}";
    private static readonly string Act = $"POST /compute/v2.1/servers/{Vm}/action";
    private const string FindC1 = "GET /compute/v2.1/os-services?host=c1&binary=nova-compute";
    private const string NoServices = """{"services": []}""";

    [TestCase(400, FailureKind.Refused, false)]
    [TestCase(403, FailureKind.Refused, false)]
    [TestCase(404, FailureKind.NotFound, false)]
    [TestCase(409, FailureKind.Conflict, false)]
    [TestCase(413, FailureKind.Overloaded, true)]
    [TestCase(429, FailureKind.Overloaded, false)]
    [TestCase(500, FailureKind.Unreachable, true)]
    [TestCase(503, FailureKind.Overloaded, true)]
    public async Task Tells_by_the_status_what_sort_of_failure_it_was(int status, FailureKind kind, bool mayHaveHappened)
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (status, Fault("Cannot do it")));

        var failure = await FailureOf(room.Nova.EvacuateAsync(Vm, null, default));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Kind, Is.EqualTo(kind));
            Assert.That(failure.MayHaveHappened, Is.EqualTo(mayHaveHappened));
            Assert.That(failure.Message, Is.EqualTo($"Nova: evacuate instance {Vm}: {status} Cannot do it"));
        });
    }

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

        Assert.That(await room.Nova.ListActionsAsync(Vm, default), Is.Empty);
    }

    [Test]
    public async Task Gives_up_when_a_fresh_token_is_refused_too()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (401, Fault("no")));

        var failure = await FailureOf(room.Nova.LockAsync(Vm, default));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Kind, Is.EqualTo(FailureKind.Refused));
            Assert.That(room.Cloud.Count(Act), Is.EqualTo(2));
            Assert.That(room.Cloud.Logins, Is.EqualTo(2));
        });
    }

    [Test]
    public async Task Repeats_a_read_twice_while_the_service_is_busy()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(FindC1, (503, ""), (500, ""), (200, NoServices));

        var reading = room.Nova.FindServiceAsync("c1", default);
        await room.Clock.PassAsync(TimeSpan.FromSeconds(0.5));
        await room.Clock.PassAsync(TimeSpan.FromSeconds(2));
        await reading;

        Assert.That(room.Cloud.Count(FindC1), Is.EqualTo(3));
    }

    [Test]
    public async Task Never_repeats_a_change()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (503, ""));

        await FailureOf(room.Nova.StopAsync(Vm, default));

        Assert.That(room.Cloud.Count(Act), Is.EqualTo(1));
    }

    [Test]
    public async Task Does_not_wait_for_a_silent_evacuate_beyond_its_limit()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (null, ""));

        var call = room.Nova.EvacuateAsync(Vm, null, default);
        await room.Clock.PassAsync(NovaTimeouts.Evacuate);
        var failure = await FailureOf(call);

        Assert.Multiple(() =>
        {
            Assert.That(failure.MayHaveHappened, Is.True);
            Assert.That(failure.Message, Does.Contain("no answer within 60 s"));
        });
    }

    [Test]
    public async Task Knows_that_a_change_without_a_connection_never_happened()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.Unplug(Act);

        var failure = await FailureOf(room.Nova.EvacuateAsync(Vm, null, default));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Kind, Is.EqualTo(FailureKind.Unreachable));
            Assert.That(failure.MayHaveHappened, Is.False);
        });
    }

    [Test]
    public async Task Knows_that_a_change_without_a_token_never_happened()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(ScriptedCloud.Login, (404, Fault("no such page")));

        var failure = await FailureOf(room.Nova.EvacuateAsync(Vm, null, default));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Kind, Is.EqualTo(FailureKind.Refused));
            Assert.That(failure.MayHaveHappened, Is.False);
            Assert.That(room.Cloud.Count(Act), Is.Zero);
        });
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

        Assert.That(servers.Select(server => server.Id), Is.EqualTo(new[] { Vm, second }));
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

    [Test]
    public async Task Finds_no_instance_when_Nova_says_that_it_is_gone()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Show, (404, Fault("Instance could not be found.")));

        Assert.That(await room.Nova.FindServerAsync(Vm, default), Is.Null);
    }

    [Test]
    public async Task Does_not_take_the_404_of_a_proxy_for_a_gone_instance()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Show, (404, "<html>nothing here</html>"));

        var call = room.Nova.FindServerAsync(Vm, default);
        await room.Clock.PassAsync(TimeSpan.FromSeconds(0.5));
        await room.Clock.PassAsync(TimeSpan.FromSeconds(2));

        Assert.That((await FailureOf(call)).Kind, Is.EqualTo(FailureKind.Unreachable));
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

    [Test]
    public async Task Counts_an_unlock_of_a_gone_instance_as_done()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (404, Fault("Instance could not be found.")));

        await room.Nova.UnlockAsync(Vm, default);

        Assert.That(room.Cloud.Requests.Last().Body, Is.EqualTo("""{"unlock":null}"""));
    }

    [TestCase(null, """{"evacuate":{}}""")]
    [TestCase("c2", """{"evacuate":{"host":"c2"}}""")]
    public async Task Names_the_target_of_an_evacuation_only_when_there_is_one(string? target, string body)
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (200, ""));

        await room.Nova.EvacuateAsync(Vm, target, default);

        Assert.That(room.Cloud.Requests.Last().Body, Is.EqualTo(body));
    }

    [Test]
    public async Task Sends_the_version_and_the_request_id_of_the_recovery()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (202, ""));

        using (RequestScope.Begin(Vm)) await room.Nova.LockAsync(Vm, default);

        var headers = room.Cloud.Requests.Last().Headers;
        Assert.Multiple(() =>
        {
            Assert.That(headers["OpenStack-API-Version"], Is.EqualTo("compute 2.53"));
            Assert.That(headers["X-OpenStack-Nova-API-Version"], Is.EqualTo("2.53"));
            Assert.That(headers["X-OpenStack-Request-ID"], Is.EqualTo($"req-{Vm}"));
            Assert.That(RequestScope.Current, Is.Null);
        });
    }

    [Test]
    public async Task Keeps_secrets_out_of_logs_and_error_texts()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Act, (400, Fault("bad token secret-token-1")));

        var failure = await FailureOf(room.Nova.LockAsync(Vm, default));

        var texts = room.Log.Lines.Append(failure.ToString());
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.Contain("bad token ***"));
            Assert.That(texts, Has.None.Contains("secret-token"));
            Assert.That(texts, Has.None.Contains("pass-word"));
        });
    }

    private static string Fault(string message) => $$"""{"fault": {"code": 1, "message": "{{message}}"} }""";

    private static string ServerOn(string host, Guid id) => $$"""
        {"id": "{{id}}", "name": "vm", "OS-EXT-SRV-ATTR:host": "{{host}}", "OS-EXT-SRV-ATTR:hypervisor_hostname": "{{host}}.example.org",
         "OS-EXT-STS:vm_state": "active", "OS-EXT-STS:task_state": null, "OS-EXT-STS:power_state": 4, "locked": true, "metadata": {"HA_Enabled": "True"} }
        """;

    private static async Task<OpenStackException> FailureOf(Task call)
    {
        try
        {
            await call;
        }
        catch (OpenStackException e)
        {
            return e;
        }

        throw new AssertionException("The call should have failed.");
    }
}
