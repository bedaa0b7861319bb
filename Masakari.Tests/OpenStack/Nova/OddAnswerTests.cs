using System.Text.Json.Nodes;
using Masakari.Core.OpenStack;

namespace Masakari.Tests.OpenStack.Nova;

/// <summary>Answers that Nova does not give when all is well: hidden, missing and odd fields, and 404s that are not Nova's.</summary>
public sealed class OddAnswerTests
{
    private static readonly Guid Vm = Guid.Parse("3f2a1f60-0000-4000-8000-000000000001");
    private static readonly string Show = $"GET /compute/v2.1/servers/{Vm}";
    private const string FindC1 = "GET /compute/v2.1/os-services?host=c1&binary=nova-compute";
    private const string ListC1 = "GET /compute/v2.1/servers/detail?all_tenants=True&host=c1";

    [TestCase("null", "null")]
    [TestCase("null", "\"active\"")]
    [TestCase("\"\"", "\"active\"")]
    public async Task Fails_when_an_instance_of_a_host_has_no_host(string host, string state)
    {
        await using var room = new OpenStackFixture();
        var hidden = $$"""{"id": "{{Guid.NewGuid()}}", "name": "hidden", "OS-EXT-SRV-ATTR:host": {{host}}, "OS-EXT-STS:vm_state": {{state}} }""";
        room.Cloud.On(ListC1, (200, $$"""{"servers": [{{ServerOn("c1", Vm)}}, {{hidden}}]}"""));

        var failure = await Failures.OfAsync(room.Nova.ListServersAsync("c1", default));

        Assert.That((failure.Kind, failure.Message), Is.EqualTo((
            FailureKind.Refused,
            "Nova: list the instances of c1: instance hidden has no OS-EXT-SRV-ATTR:host. The account of Masakari needs the right to see the "
            + "extended server attributes (policy os_compute_api:os-extended-server-attributes).")));
    }

    [TestCase("id", null, "'id' is missing")]
    [TestCase("id", "7", "$.id is of the wrong kind")]
    [TestCase("OS-EXT-STS:vm_state", null, "'OS-EXT-STS:vm_state' is missing")]
    [TestCase("OS-EXT-STS:vm_state", "null", "$.OS-EXT-STS:vm_state is null")]
    [TestCase("OS-EXT-STS:power_state", "\"on\"", "$.OS-EXT-STS:power_state is of the wrong kind")]
    [TestCase("metadata", "[]", "$.metadata is of the wrong kind")]
    public async Task Holds_out_an_instance_that_cannot_be_read_and_reads_the_others(string field, string? json, string why)
    {
        await using var room = new OpenStackFixture();
        var odd = JsonNode.Parse(ServerOn("c1", Guid.NewGuid()))!;
        odd["name"] = "odd";
        odd.AsObject().Remove(field);
        if (json is not null) odd[field] = JsonNode.Parse(json);
        room.Cloud.On(ListC1, (200, $$"""{"servers": [{{odd.ToJsonString()}}, {{ServerOn("c1", Vm)}}]}"""));

        var list = await room.Nova.ListServersAsync("c1", default);

        Assert.That(list.Readable.Select(server => server.Id), Is.EqualTo(new[] { Vm }));
        Assert.That(list.Unreadable.Select(server => (server.Name, server.Host, server.Why)), Is.EqualTo(new[] { ("odd", "c1", why) }));
    }

    [TestCase("\"2026-11-28T10:00:00Z\"", 10)]
    [TestCase("\"soon\"", null)]
    [TestCase("null", null)]
    [TestCase("7", null)]
    public async Task Reads_when_an_instance_was_created(string created, int? hour)
    {
        await using var room = new OpenStackFixture();
        var server = JsonNode.Parse(ServerOn("c1", Vm))!;
        server["created"] = JsonNode.Parse(created);
        room.Cloud.On(Show, (200, $$"""{"server": {{server.ToJsonString()}} }"""));

        var found = await room.Nova.FindServerAsync(Vm, default);

        Assert.That(found!.CreatedAt?.UtcDateTime.Hour, Is.EqualTo(hour));
    }

    [Test]
    public async Task Counts_the_instances_of_all_hypervisors_of_a_host_on_all_pages()
    {
        await using var room = new OpenStackFixture();
        room.Cloud
            .On("GET /compute/v2.1/os-hypervisors/detail", (200, $$"""
                {"hypervisors": [{{Hypervisor("h1", "c1", 2)}}, {{Hypervisor("h2", "c2", 9)}}],
                 "hypervisors_links": [{"rel": "next", "href": "http://inner:8774/v2.1/os-hypervisors/detail?marker=h2"}]}
                """))
            .On("GET /compute/v2.1/os-hypervisors/detail?marker=h2", (200, $$"""{"hypervisors": [{{Hypervisor("h3", "c1", 3)}}]}"""));

        Assert.That(
            (await room.Nova.CountRunningAsync("c1", default), await room.Nova.CountRunningAsync("c3", default)), Is.EqualTo((5, (int?)null)));
    }

    [TestCase("GET /compute/v2.1/os-services?binary=nova-compute", "list compute services", "services")]
    [TestCase("GET /compute/v2.1/os-migrations?source_compute=c1&migration_type=evacuation", "list the evacuations of c1", "migrations")]
    [TestCase(ListC1, "list the instances of c1", "servers")]
    [TestCase("GET /compute/v2.1/os-hypervisors/detail", "count the instances of the hypervisors of c1", "hypervisors")]
    public async Task Names_the_call_and_the_list_that_is_null(string request, string what, string list)
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(request, (200, $$"""{"{{list}}": null}"""));
        Task read = list switch
        {
            "services" => room.Nova.ListServicesAsync(default),
            "migrations" => room.Nova.ListEvacuationsAsync("c1", default),
            "servers" => room.Nova.ListServersAsync("c1", default),
            _ => room.Nova.CountRunningAsync("c1", default),
        };
        await room.Clock.RunAsync(TimeSpan.FromSeconds(10));

        Assert.That((await Failures.OfAsync(read)).Message, Is.EqualTo($"Nova: {what}: the answer can't be read: $.{list} is null"));
    }

    [Test]
    public async Task Takes_a_null_for_the_default_where_a_missing_field_means_the_default()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(FindC1, (200, """
            {"services": [{"id": "s1", "binary": "nova-compute", "host": "c1", "status": "enabled", "state": "up", "forced_down": null,
                           "disabled_reason": null, "updated_at": null}]}
            """));

        var service = (await room.Nova.FindServiceAsync("c1", default)).Value!;

        Assert.That((service.ForcedDown, service.DisabledReason, service.UpdatedAt), Is.EqualTo((false, (string?)null, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task Does_not_believe_a_single_answer_that_an_instance_is_gone()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Show, (404, Fault("Instance could not be found.")), (200, $$"""{"server": {{ServerOn("c1", Vm)}} }"""));

        var find = room.Nova.FindServerAsync(Vm, default);
        await room.Clock.RunAsync(TimeSpan.FromSeconds(1));

        Assert.That((await find)?.Id, Is.EqualTo(Vm));
    }

    [TestCase("req-1", "<html>nothing here</html>", "(no explanation)")]
    [TestCase("req-1", """{"error": {"code": 404, "message": "no route"}}""", "no route")]
    [TestCase(null, """{"itemNotFound": {"code": 404, "message": "not here"}}""", "not here")]
    [TestCase("", """{"itemNotFound": {"code": 404, "message": "not here"}}""", "not here")]
    public async Task Does_not_take_the_404_of_a_gateway_for_a_gone_instance(string? requestId, string body, string words)
    {
        await using var room = new OpenStackFixture();
        room.Cloud.RequestId = requestId;
        room.Cloud.On(Show, (404, body));

        var call = room.Nova.FindServerAsync(Vm, default);
        await room.Clock.RunAsync(TimeSpan.FromSeconds(0.5));
        await room.Clock.RunAsync(TimeSpan.FromSeconds(2));

        var failure = await Failures.OfAsync(call);
        Assert.That((failure.Kind, failure.Message), Is.EqualTo((
            FailureKind.Unreachable, $"Nova: show instance {Vm}: 404 {words} (this 404 does not come from Nova itself)")));
    }

    private static string Hypervisor(string id, string host, int running) =>
        $$"""{"id": "{{id}}", "hypervisor_hostname": "{{id}}", "running_vms": {{running}}, "service": {"id": "s", "host": "{{host}}"} }""";

    private static string Fault(string message) => $$"""{"itemNotFound": {"code": 1, "message": "{{message}}"} }""";

    private static string ServerOn(string host, Guid id) => $$"""
        {"id": "{{id}}", "name": "vm", "OS-EXT-SRV-ATTR:host": "{{host}}", "OS-EXT-SRV-ATTR:hypervisor_hostname": "{{host}}.example.org",
         "OS-EXT-STS:vm_state": "active", "OS-EXT-STS:task_state": null, "OS-EXT-STS:power_state": 4, "locked": true, "metadata": {"HA_Enabled": "True"} }
        """;
}
