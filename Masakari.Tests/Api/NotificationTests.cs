namespace Masakari.Tests.Api;

public sealed class NotificationTests
{
    private const string Unknown = "11111111-1111-4111-8111-111111111111";
    private const string Vm = """
        {"notification": {"type": "VM", "hostname": "c1", "generated_time": "2026-07-02T10:15:30.250000+01:00",
         "payload": {"vir_domain_event": "STOPPED_FAILED", "event": "LIFECYCLE", "instance_uuid": "5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55"}}}
        """;
    private const string Host = """
        {"notification": {"type": "COMPUTE_HOST", "hostname": "c1", "generated_time": "2026-07-02T08:00:00", "payload": {"event": "STOPPED"}}}
        """;
    private ApiServer api = null!;
    private string segment = "";
    private string host = "";

    [SetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        segment = Id(await api.SendAsync("POST", "/v1/segments", """{"segment": {"name": "s", "recovery_method": "auto", "service_type": "C"}}"""), "segment", "uuid");
        host = Id(await api.SendAsync("POST", $"/v1/segments/{segment}/hosts", """{"host": {"name": "c1", "type": "", "control_attributes": ""}}"""), "host", "uuid");
    }

    [TearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Is_accepted_and_shown_in_every_byte()
    {
        var accepted = await api.SendAsync("POST", "/v1/notifications", Vm);

        var notification = accepted.Json["notification"]!;
        Assert.That(accepted.Status, Is.EqualTo(202));
        Assert.That(accepted.Body, Is.EqualTo(
            $"{{\"notification\": {{\"id\": 1, \"notification_uuid\": \"{notification["notification_uuid"]}\", \"generated_time\": \"2026-07-02T09:15:30.250000\", "
            + $"\"source_host_uuid\": \"{host}\", \"type\": \"VM\", \"payload\": {{\"vir_domain_event\": \"STOPPED_FAILED\", \"event\": \"LIFECYCLE\", "
            + "\"instance_uuid\": \"5a8a2a0b-9a0b-4f6e-93a5-0b2a6f6a7d55\"}, \"status\": \"new\", "
            + $"\"failover_segment_uuid\": \"{segment}\", \"message\": null, \"created_at\": \"{notification["created_at"]}\", \"updated_at\": null, "
            + "\"deleted_at\": null, \"deleted\": false}}"));
    }

    [TestCase("1.0", "\"status\": \"new\", \"failover_segment_uuid\"")]
    [TestCase("1.1", "\"status\": \"new\", \"recovery_workflow_details\": [], \"failover_segment_uuid\"")]
    public async Task Shows_workflow_details_from_1_1_on(string version, string part)
    {
        var uuid = Id(await api.SendAsync("POST", "/v1/notifications", Vm), "notification", "notification_uuid");

        var shown = await api.GetAsync($"/v1/notifications/{uuid}", ("OpenStack-API-Version", "instance-ha " + version));
        var listed = await api.GetAsync("/v1/notifications", ("OpenStack-API-Version", "instance-ha " + version));

        Assert.That(shown.Body, Does.Contain(part).And.Contain("\"generated_time\": \"2026-07-02T09:15:30.000000\""));
        Assert.That(listed.Body, Does.Not.Contain("recovery_workflow_details").And.Contain(uuid));
    }

    [Test]
    public async Task Is_refused_from_a_host_that_nobody_registered()
    {
        var answer = await api.SendAsync("POST", "/v1/notifications", Vm.Replace("c1", "c9", StringComparison.Ordinal));

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, "Host with name c9 could not be found.")));
    }

    [Test]
    public async Task Is_refused_from_a_host_on_maintenance()
    {
        await api.SendAsync("PUT", $"/v1/segments/{segment}/hosts/{host}", """{"host": {"on_maintenance": true}}""");

        var answer = await api.SendAsync("POST", "/v1/notifications", Vm);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((409,
            "Notification received from host c1 of type 'VM' is ignored as the host is already under maintenance.")));
    }

    [Test]
    public async Task Is_refused_when_it_was_sent_before()
    {
        await api.SendAsync("POST", "/v1/notifications", Host);

        var answer = await api.SendAsync("POST", "/v1/notifications", Host);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((409, "Notification received from host c1 of type COMPUTE_HOST is duplicate.")));
    }

    [Test]
    public async Task Is_refused_with_a_payload_of_another_type()
    {
        var answer = await api.SendAsync("POST", "/v1/notifications", Vm.Replace("VM", "PROCESS", StringComparison.Ordinal));

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, "Invalid input for field/attribute event. Value: LIFECYCLE. 'LIFECYCLE' is not one of ('STARTED', 'STOPPED')")));
    }

    [Test]
    public async Task Locks_its_segment_and_hosts_while_it_is_unfinished()
    {
        await api.SendAsync("POST", "/v1/notifications", Host);

        var change = await api.SendAsync("PUT", $"/v1/segments/{segment}", """{"segment": {"name": "x"}}""");
        var delete = await api.SendAsync("DELETE", $"/v1/segments/{segment}");
        var hostChange = await api.SendAsync("PUT", $"/v1/segments/{segment}/hosts/{host}", """{"host": {"reserved": true}}""");
        var hostDelete = await api.SendAsync("DELETE", $"/v1/segments/{segment}/hosts/{host}");

        Assert.That((change.Status, change.Message), Is.EqualTo((409, $"Failover segment {segment} can't be updated as it is in-use to process notifications.")));
        Assert.That((delete.Status, delete.Message), Is.EqualTo((409, $"Failover segment ({segment}) can't be deleted as it is in-use to process notifications.")));
        Assert.That((hostChange.Status, hostChange.Message), Is.EqualTo((409, $"Host {host} can't be updated as it is in-use to process notifications.")));
        Assert.That((hostDelete.Status, hostDelete.Message), Is.EqualTo((409, $"Host {host} can't be deleted as it is in-use to process notifications.")));
    }

    [TestCase("/v1/notifications/" + Unknown)]
    [TestCase("/v1/notifications/" + Unknown + "/vmoves")]
    [TestCase("/v1/notifications/" + Unknown + "/vmoves/" + Unknown)]
    public async Task Is_unknown(string path)
    {
        var answer = await api.GetAsync(path);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((404, $"No notification with id {Unknown}.")));
    }

    [Test]
    public async Task Has_vmoves_only_for_a_host()
    {
        var ofHost = Id(await api.SendAsync("POST", "/v1/notifications", Host), "notification", "notification_uuid");
        var ofInstance = Id(await api.SendAsync("POST", "/v1/notifications", Vm), "notification", "notification_uuid");

        var none = await api.GetAsync($"/v1/notifications/{ofHost}/vmoves");
        var refused = await api.GetAsync($"/v1/notifications/{ofInstance}/vmoves/x");
        var unknown = await api.GetAsync($"/v1/notifications/{ofHost}/vmoves/x");

        Assert.That((none.Status, none.Body), Is.EqualTo((200, "{\"vmoves\": []}")));
        Assert.That((refused.Status, refused.Message), Is.EqualTo((400, $"This notification {ofInstance} without vm moves.")));
        Assert.That((unknown.Status, unknown.Message), Is.EqualTo((404, "No vm move with id x.")));
    }

    private static string Id(Answer answer, string envelope, string key) => answer.Json[envelope]![key]!.GetValue<string>();
}
