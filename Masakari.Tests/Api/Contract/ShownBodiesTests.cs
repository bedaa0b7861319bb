using Masakari.Core.Persistence;

namespace Masakari.Tests.Api.Contract;

/// <summary>The bodies of answers, byte for byte.</summary>
internal sealed class ShownBodiesTests(string kind) : ContractTests(kind)
{
    private const string Untouched =
        "\"created_at\": \"2026-11-22T08:00:00.000000\", \"updated_at\": null, \"deleted_at\": null, \"deleted\": false}";

    private Things things = null!;
    private string segment = "";
    private string host = "";

    private string SegmentPath => things.In("/v1/segments/SEGMENT");

    private string HostPath => things.In("/v1/segments/SEGMENT/hosts/HOST");

    [SetUp]
    public async Task Furnish()
    {
        things = await FurnishAsync();
        segment = $"{{\"id\": {things.Segment.Id}, \"uuid\": \"{things.Segment.Uuid}\", \"name\": \"s1\", \"service_type\": \"COMPUTE\", "
            + $"\"enabled\": true, \"description\": null, \"recovery_method\": \"auto\", {Untouched}";
        host = $"{{\"id\": {things.Host.Id}, \"uuid\": \"{things.Host.Uuid}\", \"name\": \"c1\", "
            + $"\"failover_segment_id\": \"{things.Segment.Uuid}\", \"failover_segment\": {segment}, "
            + $"\"type\": \"COMPUTE\", \"reserved\": false, \"control_attributes\": \"SSH\", \"on_maintenance\": false, {Untouched}";
    }

    [Test]
    public async Task Shows_segments()
    {
        var (listed, shown) = (await Api.GetAsync("/v1/segments"), await Api.GetAsync(SegmentPath));

        Assert.That((listed.Body, shown.Body), Is.EqualTo(($"{{\"segments\": [{segment}]}}", $"{{\"segment\": {segment}}}")));
    }

    [Test]
    public async Task Shows_hosts_with_their_segment()
    {
        var (listed, shown) = (await Api.GetAsync(things.In("/v1/segments/SEGMENT/hosts")), await Api.GetAsync(HostPath));

        Assert.That((listed.Body, shown.Body), Is.EqualTo(($"{{\"hosts\": [{host}]}}", $"{{\"host\": {host}}}")));
    }

    [Test]
    public async Task Shows_what_a_put_changed_and_when()
    {
        Clock.Now = new DateTimeOffset(2026, 11, 22, 9, 0, 0, 999, TimeSpan.Zero);

        var changedSegment = await Api.SendAsync("PUT", SegmentPath, """{"segment": {"description": "", "name": "s1"}}""");
        var changedHost = await Api.SendAsync("PUT", HostPath, """{"host": {"control_attributes": "\u00e9"}}""");
        var again = await Api.GetAsync(HostPath);

        var (was, now) = ("\"updated_at\": null", "\"updated_at\": \"2026-11-22T09:00:00.000000\"");
        var newSegment = segment.Replace("\"description\": null", "\"description\": \"\"", StringComparison.Ordinal)
            .Replace(was, now, StringComparison.Ordinal);
        var newHost = host.Replace(segment, newSegment, StringComparison.Ordinal).Replace("SSH", "\\u00e9", StringComparison.Ordinal)
            .Replace(was, now, StringComparison.Ordinal);
        Assert.That(AtTestTime(changedSegment.Body), Is.EqualTo($"{{\"segment\": {newSegment}}}"));
        Assert.That(AtTestTime(changedHost.Body), Is.EqualTo($"{{\"host\": {newHost}}}"));
        Assert.That(again.Body, Is.EqualTo(changedHost.Body));
    }

    [TestCase("1.0", "")]
    [TestCase("1.1", "\"recovery_workflow_details\": [], ")]
    [TestCase("1.3", "\"recovery_workflow_details\": [], ")]
    public async Task Shows_notifications(string version, string details)
    {
        var first = await ScalarAsync<int>("SELECT MIN(id) FROM notifications");
        var second = await ScalarAsync<int>("SELECT MAX(id) FROM notifications");
        string Notification(int id, Guid uuid, string type, string shownDetails) =>
            $"{{\"id\": {id}, \"notification_uuid\": \"{uuid}\", \"generated_time\": \"2026-07-02T09:00:00.000000\", "
            + $"\"source_host_uuid\": \"{things.Host.Uuid}\", \"type\": \"{type}\", \"payload\": {{\"event\": \"STOPPED\"}}, "
            + $"\"status\": \"finished\", {shownDetails}\"failover_segment_uuid\": \"{things.Segment.Uuid}\", \"message\": null, "
            + "\"created_at\": \"2026-07-02T09:00:01.000000\", \"updated_at\": null, \"deleted_at\": null, \"deleted\": false}";

        var listed = await AskAsync(version, "GET", "/v1/notifications");
        var shown = await AskAsync(version, "GET", things.In("/v1/notifications/NOTIFICATION"));

        var ofInstance = Notification(second, things.InstanceNotification, "VM", "");
        var ofHost = Notification(first, things.Notification, "COMPUTE_HOST", "");
        Assert.That(listed.Body, Is.EqualTo($"{{\"notifications\": [{ofInstance}, {ofHost}]}}"));
        Assert.That(shown.Body, Is.EqualTo($"{{\"notification\": {Notification(first, things.Notification, "COMPUTE_HOST", details)}}}"));
    }

    [Test]
    public async Task Shows_what_the_tasks_reported()
    {
        await ExecuteAsync("""
            INSERT INTO recovery_progress (notification_uuid, flow, task, state, progress, at, message) VALUES
                (@uuid, 1, 'StopInstanceTask', 'RUNNING', 0.0, '2026-07-02 09:00:01.104512', 'Stopping instance: x'),
                (@uuid, 1, 'StopInstanceTask', 'SUCCESS', 1.0, '2026-07-02 09:00:04.731870', 'Stopped ''x''')
            """, new { uuid = things.Notification.ToText() });

        var shown = await AskAsync("1.1", "GET", things.In("/v1/notifications/NOTIFICATION"));

        Assert.That(shown.Body, Does.Contain(
            "\"recovery_workflow_details\": [{\"name\": \"StopInstanceTask\", \"progress\": 1.0, \"progress_details\": ["
            + "{\"timestamp\": \"2026-07-02 09:00:01.104512\", \"progress\": \"0.0\", \"message\": \"Stopping instance: x\"}, "
            + "{\"timestamp\": \"2026-07-02 09:00:04.731870\", \"progress\": \"1.0\", \"message\": \"Stopped 'x'\"}], "
            + "\"state\": \"SUCCESS\"}], "));
    }

    // The original answers 500 here. This service shows the details it still knows, or an empty list.
    [Test]
    public async Task Shows_a_notification_of_a_host_that_was_deleted()
    {
        await Api.SendAsync("DELETE", SegmentPath);

        var shown = await AskAsync("1.1", "GET", things.In("/v1/notifications/NOTIFICATION"));

        Assert.That(shown.Status, Is.EqualTo(200));
        Assert.That(shown.Body, Does.Contain("\"recovery_workflow_details\": []"));
    }

    [TestCase("extensions", "Extensions", "Extension information.")]
    [TestCase("notifications", "Notifications", "Notifications support.")]
    [TestCase("os-hosts", "Hosts", "Hosts controller")]
    [TestCase("segments", "Segments", "Segments Extension.")]
    [TestCase("versions", "Versions", "API Version information.")]
    [TestCase("vmoves", "vmoves", "vmoves controller")]
    public async Task Shows_extensions(string alias, string name, string description)
    {
        var extension = $"{{\"name\": \"{name}\", \"alias\": \"{alias}\", \"description\": \"{description}\", "
            + "\"namespace\": \"\", \"updated\": \"\", \"links\": []}";

        var (listed, shown) = (await Api.GetAsync("/v1/extensions"), await Api.GetAsync("/v1/extensions/" + alias));

        Assert.That(shown.Body, Is.EqualTo($"{{\"extension\": {extension}}}"));
        Assert.That(listed.Body, Does.Contain(extension));
        var aliases = listed.Json["extensions"]!.AsArray().Select(item => Text(item, "alias"));
        Assert.That(aliases, Is.Ordered.Using<string>(StringComparer.Ordinal));
    }

    // Ids that name nothing. The original answers 500 for a vmove of an unknown notification; this service answers 404.
    [TestCase("/v1/segments/x", "No failover segment with id x.")]
    [TestCase("/v1/segments/x/hosts", "No failover segment with id x.")]
    [TestCase("/v1/segments/SEGMENT/hosts/x", "No host with id x.")]
    [TestCase("/v1/segments/x/hosts/x", "No host with id x.")]
    [TestCase("/v1/segments/SEGMENT/hosts/" + NoId, $"Host '{NoId}' under failover_segment 'SEGMENT' could not be found.")]
    [TestCase("/v1/segments/x/hosts/" + NoId, $"Host '{NoId}' under failover_segment 'x' could not be found.")]
    [TestCase("/v1/segments/" + NoId + "/hosts/HOST", $"Host 'HOST' under failover_segment '{NoId}' could not be found.")]
    [TestCase("/v1/notifications/x", "No notification with id x.")]
    [TestCase("/v1/notifications/x/vmoves", "No notification with id x.")]
    [TestCase("/v1/notifications/x/vmoves/x", "No notification with id x.")]
    [TestCase("/v1/notifications/NOTIFICATION/vmoves/x", "No vm move with id x.")]
    [TestCase("/v1/notifications/NOTIFICATION/vmoves/" + NoId, $"No vm move with id {NoId}.")]
    [TestCase("/v1/extensions/x", "The resource could not be found.")]
    [TestCase("/v1/versions/v2.0", "The resource could not be found.")]
    public async Task Finds_nothing(string path, string message)
    {
        var answer = await Api.GetAsync(things.In(path));

        var body = $"{{\"itemNotFound\": {{\"code\": 404, \"message\": \"{things.In(message)}\"}}}}";
        Assert.That((answer.Status, answer.Body), Is.EqualTo((404, body)));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("instance-ha 1.0"));
        Assert.That(answer.Header("Vary"), Is.EqualTo("OpenStack-API-Version"));
    }
}
