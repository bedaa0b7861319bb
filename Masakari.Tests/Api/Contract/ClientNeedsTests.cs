using System.Text.Json.Nodes;

namespace Masakari.Tests.Api.Contract;

/// <summary>What the clients in the field send, and what they read.</summary>
internal sealed class ClientNeedsTests(string kind) : ContractTests(kind)
{
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    // The SDK uses the integer id of the last item as the next marker, until a page is empty.
    [TestCase("/v1/segments", "segments", 1)]
    [TestCase("/v1/segments/SEGMENT/hosts", "hosts", 1)]
    [TestCase("/v1/notifications", "notifications", 2)]
    [TestCase("/v1/notifications/NOTIFICATION/vmoves", "vmoves", 1)]
    public async Task Pages_end_with_an_empty_one(string path, string list, int count)
    {
        var (seen, page) = (0, await PageAsync(""));
        for (; page.Count > 0; page = await PageAsync($"&marker={page[^1]!["id"]!.GetValue<int>()}"))
            seen += page.Count;

        Assert.That(seen, Is.EqualTo(count));

        async Task<JsonArray> PageAsync(string marker) => (await Api.GetAsync(things.In(path) + "?limit=1" + marker)).Json[list]!.AsArray();
    }

    [TestCase("/v1/segments/SEGMENT", "segment", "id uuid name description recovery_method service_type enabled created_at updated_at")]
    [TestCase("/v1/segments/SEGMENT/hosts/HOST", "host", "id uuid name type control_attributes on_maintenance reserved failover_segment_id created_at updated_at")]
    [TestCase("/v1/notifications/NOTIFICATION", "notification",
        "id notification_uuid type status generated_time payload source_host_uuid recovery_workflow_details created_at updated_at")]
    [TestCase("/v1/notifications/NOTIFICATION/vmoves/VMOVE", "vmove",
        "id uuid instance_uuid instance_name source_host dest_host start_time end_time status type message created_at updated_at")]
    public async Task Shows_every_field_that_is_read(string path, string envelope, string fields)
    {
        var answer = await AskAsync("1.3", "GET", things.In(path));

        Assert.That(answer.Json[envelope]!.AsObject().Select(field => field.Key), Is.SupersetOf(fields.Split(' ')));
    }

    // Monitors drop a report that is answered with 400: a wrong 400 loses the alarm.
    [TestCase("COMPUTE_HOST", """{"event": "STOPPED", "cluster_status": "OFFLINE", "host_status": "NORMAL"}""")]
    [TestCase("COMPUTE_HOST", """{"event": "STARTED", "cluster_status": "ONLINE", "host_status": "NORMAL"}""")]
    [TestCase("COMPUTE_HOST", """{"event": "STOPPED", "cluster_status": "OFFLINE", "host_status": "UNKNOWN"}""")]
    [TestCase("COMPUTE_HOST", """{"event": "STOPPED", "host_status": "NORMAL"}""")]
    [TestCase("PROCESS", """{"event": "STOPPED", "process_name": "nova-compute"}""")]
    [TestCase("VM", """{"event": "LIFECYCLE", "instance_uuid": "5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "vir_domain_event": "STOPPED_FAILED"}""")]
    [TestCase("VM", """{"event": "IO_ERROR", "instance_uuid": "5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "vir_domain_event": "IO_ERROR_REPORT"}""")]
    [TestCase("VM", """{"event": "QEMU_GUEST_AGENT_ERROR", "instance_uuid": "5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "vir_domain_event": "STOPPED_FAILED"}""")]
    public Task Takes_what_the_monitors_send_and_shows_it_while_it_is_new(string type, string payload) => TakeAsync(type, payload, "new");

    [TestCase("REBOOT", "UNKNOWN")]
    [TestCase("WATCHDOG", "WATCHDOG_POWEROFF")]
    public Task Takes_reports_of_guests_that_ask_for_no_recovery_and_ignores_them(string @event, string detail) => TakeAsync(
        "VM", $$"""{"event": "{{@event}}", "instance_uuid": "5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55", "vir_domain_event": "{{detail}}"}""", "ignored");

    private async Task TakeAsync(string type, string payload, string status)
    {
        var sent = await PostAsync("/v1/notifications", $$$"""
            {"notification": {"type": "{{{type}}}", "hostname": "c1", "generated_time": "2026-11-22T07:59:58.700000", "payload": {{{payload}}}}}
            """);
        var shown = await AskAsync("1.1", "GET", $"/v1/notifications/{Text(sent.Json["notification"], "notification_uuid")}");

        Assert.That((sent.Status, shown.Status, Text(shown.Json["notification"], "status")), Is.EqualTo((202, 200, status)));
        Assert.That(JsonNode.DeepEquals(shown.Json["notification"]!["payload"], JsonNode.Parse(payload)), Is.True);
        Assert.That(shown.Json["notification"]!["recovery_workflow_details"]!.AsArray(), Is.Empty);
    }

    // The CLI sends a name as the id when the listing does not contain this name.
    [TestCase("GET", "/v1/segments/s1", null)]
    [TestCase("DELETE", "/v1/segments/s1", null)]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/c1", null)]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/c1", """{"host": {"reserved": "True"}}""")]
    public async Task A_name_is_no_id(string method, string path, string? body)
    {
        var answer = await AskAsync("1.3", method, things.In(path), body);

        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That(answer.Header("Content-Type"), Does.Contain("application/json"));
    }

    // The requests that the dashboard's forms send.
    [Test]
    public async Task Takes_the_forms_of_the_dashboard()
    {
        var segment = await AskAsync("1.2", "POST", "/v1/segments",
            """{"segment": {"name": "form", "description": "", "recovery_method": "auto", "service_type": "C", "enabled": true}}""");
        var again = await AskAsync("1.2", "POST", "/v1/segments",
            """{"segment": {"name": "form", "description": "", "recovery_method": "auto", "service_type": "C", "enabled": true}}""");
        var host = await PostAsync($"/v1/segments/{Text(segment.Json["segment"], "uuid")}/hosts",
            """{"host": {"name": "c9", "type": "COMPUTE", "control_attributes": "SSH", "reserved": "False", "on_maintenance": "True"}}""");

        Assert.That((segment.Status, again.Status, host.Status), Is.EqualTo((201, 409, 201)));
        Assert.That((host.Json["host"]!["reserved"]!.GetValue<bool>(), host.Json["host"]!["on_maintenance"]!.GetValue<bool>()), Is.EqualTo((false, true)));
    }
}
