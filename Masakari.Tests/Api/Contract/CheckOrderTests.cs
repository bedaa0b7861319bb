namespace Masakari.Tests.Api.Contract;

/// <summary>When a request has several faults, the answer names the first one in the order of the checks.</summary>
internal sealed class CheckOrderTests(string kind) : ContractTests(kind)
{
    private const string BadType = "application/x-www-form-urlencoded";
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    // Each row has the fault of its own line and the faults of all lines below.
    [TestCase(413, "POST", "/v1/nothing", "bad", BadType, true)]
    [TestCase(404, "POST", "/v1/nothing", "bad", BadType, false)]
    [TestCase(400, "PUT", "/v1/abc-2/notifications/x", "bad", BadType, false,
        "API Version String bad is of invalid format. Must be of format MajorNum.MinorNum.")]
    [TestCase(406, "PUT", "/v1/abc-2/notifications/x", "1.4", BadType, false,
        "Version 1.4 is not supported by the API. Minimum is 1.0 and maximum is 1.3.")]
    [TestCase(415, "PUT", "/v1/abc-2/notifications/x", "1.3", BadType, false, "Unsupported Content-Type")]
    [TestCase(405, "PUT", "/v1/abc-2/notifications/x", "1.3", "text/plain", false,
        "The request method: 'PUT' with action: 'update' is not allowed on this resource")]
    [TestCase(400, "PUT", "/v1/abc-2/segments/x", "1.3", "text/plain", false, "Malformed request body")]
    public async Task Tells_the_first_fault(
        int status, string method, string path, string version, string contentType, bool tooLarge, string? message = null)
    {
        var answer = await Api.SendAsync(method, path, new string('{', tooLarge ? 114689 : 5),
            ("OpenStack-API-Version", "instance-ha " + version), ("Content-Type", contentType), ("X-Project-Id", "abc-1"));

        Assert.That((answer.Status, message is null ? null : answer.Message), Is.EqualTo((status, message)));
    }

    // After the JSON syntax: the project in the path, the body's schema, then the payload by type and the query parameters.
    [TestCase("PUT", "/v1/abc-2/segments/x", "{}", 400,
        "Malformed request URL: URL's project_id 'abc-2' doesn't match Context's project_id 'abc-1'")]
    [TestCase("PUT", "/v1/abc-1/segments/x", "{}", 400, "'segment' is a required property")]
    [TestCase("POST", "/v1/abc-1/notifications",
        """{"notification": {"type": "VM", "hostname": "nobody", "generated_time": "2026", "payload": {"event": 5}}}""", 400,
        "Invalid input for field/attribute event. Value: 5. 5 is not of type 'string'")]
    [TestCase("POST", "/v1/abc-1/notifications",
        """{"notification": {"type": "VM", "hostname": "nobody", "generated_time": "2026", "payload": {}}}""", 400,
        "'instance_uuid' is a required property")]
    [TestCase("GET", "/v1/abc-1/segments/x/hosts?limit=y", null, 400, "Invalid input received: limit must be an integer")]
    [TestCase("PUT", "/v1/abc-1/segments/x", """{"segment": {"name": "n"}}""", 404, "No failover segment with id x.")]
    public async Task Tells_the_first_fault_of_a_body(string method, string path, string? body, int status, string message)
    {
        var answer = await Api.SendAsync(method, path, body, ("X-Project-Id", "abc-1"));

        Assert.That((answer.Status, answer.Message), Is.EqualTo((status, message)));
    }

    // POST and PUT of a host: existence, ongoing recovery, Nova's answer, name already taken.
    [TestCase("POST", "/v1/segments/x/hosts", "strange", 404, "No failover segment with id x.")]
    [TestCase("POST", "/v1/segments/" + NoId + "/hosts", "strange", 404, $"No failover segment with id {NoId}.")]
    [TestCase("POST", "/v1/segments/SEGMENT/hosts", "strange", 400, "Compute service with name strange could not be found.")]
    [TestCase("POST", "/v1/segments/SEGMENT/hosts", "c2", 409, "Host with name c2 already exists.")]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/" + NoId, "strange", 404,
        $"Host '{NoId}' under failover_segment 'SEGMENT' could not be found.")]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/HOST", "strange", 400, "Compute service with name strange could not be found.")]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/HOST", "c2", 409, "Host with name c2 already exists.")]
    public async Task Looks_at_a_host_in_order(string method, string path, string name, int status, string message)
    {
        await Seed.HostAsync(await Seed.SegmentAsync("s2"), "c2");
        var body = $$$"""{"host": {"name": "{{{name}}}", "type": "", "control_attributes": ""}}""";

        var answer = await Api.SendAsync(method, things.In(path), body);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((status, things.In(message))));
    }

    [TestCase("PUT", "/v1/segments/SEGMENT", """{"segment": {"name": "s2"}}""",
        "Failover segment SEGMENT can't be updated as it is in-use to process notifications.")]
    [TestCase("DELETE", "/v1/segments/SEGMENT", null,
        "Failover segment (SEGMENT) can't be deleted as it is in-use to process notifications.")]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/HOST", """{"host": {"name": "strange"}}""",
        "Host HOST can't be updated as it is in-use to process notifications.")]
    [TestCase("DELETE", "/v1/segments/SEGMENT/hosts/HOST", null, "Host HOST can't be deleted as it is in-use to process notifications.")]
    public async Task Looks_for_a_recovery_before_nova_and_names(string method, string path, string? body, string message)
    {
        await Seed.SegmentAsync("s2");
        await NotifyAsync(things.Host, "VM", "running", Guid.NewGuid());

        var answer = await Api.SendAsync(method, things.In(path), body);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((409, things.In(message))));
    }

    // POST of a notification: host known, host on maintenance, duplicate.
    [Test]
    public async Task Looks_at_a_report_in_order()
    {
        var unknown = await PostAsync("/v1/notifications", NewNotification.Replace("c1", "c9", StringComparison.Ordinal));
        await PostAsync("/v1/notifications", NewNotification);
        var copy = await PostAsync("/v1/notifications", NewNotification);
        await ExecuteAsync("UPDATE hosts SET on_maintenance = 1");
        var muted = await PostAsync("/v1/notifications", NewNotification);

        Assert.That((unknown.Status, unknown.Message), Is.EqualTo((400, "Host with name c9 could not be found.")));
        Assert.That((copy.Status, copy.Message), Is.EqualTo((409, "Notification received from host c1 of type VM is duplicate.")));
        Assert.That((muted.Status, muted.Message), Is.EqualTo(
            (409, "Notification received from host c1 of type 'VM' is ignored as the host is already under maintenance.")));
    }

    // Listings of hosts and vmoves: limits, the parent's existence, filters, sort keys and marker.
    [TestCase("/v1/segments/x/hosts?page_size=-1&reserved=maybe&marker=9", 400, "Invalid input received: page_size must be >= 0")]
    [TestCase("/v1/segments/x/hosts?reserved=maybe&marker=9", 404, "No failover segment with id x.")]
    [TestCase("/v1/segments/SEGMENT/hosts?on_maintenance=maybe&marker=9&sort_dir=up", 400,
        "Invalid value for on_maintenance: Unrecognized value 'maybe', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', "
        + "'on', 't', 'true', 'y', 'yes'")]
    [TestCase("/v1/segments/SEGMENT/hosts?marker=9999999", 400, "Marker 9999999 could not be found.")]
    [TestCase("/v1/notifications/x/vmoves?limit=-1", 400, "Invalid input received: limit must be >= 0")]
    [TestCase("/v1/notifications/x/vmoves?marker=9999999", 404, "No notification with id x.")]
    [TestCase("/v1/notifications/INSTANCE/vmoves?marker=9999999", 400, "This notification INSTANCE without vm moves.")]
    [TestCase("/v1/notifications/NOTIFICATION/vmoves?marker=9999999", 400, "Marker 9999999 could not be found.")]
    [TestCase("/v1/notifications/NOTIFICATION/vmoves?sort_key=x", 400, "InvalidSortKey('Sort key supplied is invalid: x')")]
    public async Task Looks_at_a_nested_listing_in_order(string path, int status, string message)
    {
        var answer = await Api.GetAsync(things.In(path));

        Assert.That((answer.Status, answer.Message), Is.EqualTo((status, things.In(message))));
    }
}
