namespace Masakari.Tests.Api.Contract;

/// <summary>How a client requests a version, and what depends on the version.</summary>
internal sealed class MicroversionTests(string kind) : ContractTests(kind)
{
    [TestCase("", "1.0")]
    [TestCase("1.2", "1.0")]
    [TestCase("instance-ha", "1.0")]
    [TestCase("masakari 1.2", "1.0")]
    [TestCase("ha 1.2", "1.0")]
    [TestCase("compute 2.1", "1.0")]
    [TestCase("instance-ha 1.2", "1.2")]
    [TestCase("INSTANCE-HA 1.2", "1.2")]
    [TestCase("instance-ha   1.2", "1.2")]
    [TestCase("compute 2.1, instance-ha 1.2", "1.2")]
    [TestCase("instance-ha 1.2,", "1.2")]
    [TestCase("instance-ha 1.1, instance-ha 1.2", "1.2")]
    [TestCase("instance-ha latest", "1.3")]
    public async Task Uses_the_last_version_that_is_asked_of_us(string header, string used)
    {
        var answer = await Api.GetAsync("/v1", ("OpenStack-API-Version", header));

        Assert.That((answer.Status, answer.Header("OpenStack-API-Version")), Is.EqualTo((200, "masakari " + used)));
    }

    [TestCase("X-OpenStack-Masakari-API-Version")]
    [TestCase("X-OpenStack-Nova-API-Version")]
    [TestCase("Masakari-API-Version")]
    public async Task Uses_1_0_when_not_asked_by_the_one_header_that_counts(string header)
    {
        var answer = await Api.GetAsync("/v1", (header, "instance-ha 1.2"), (header, "1.2"));

        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("masakari 1.0"));
    }

    [Test]
    public async Task Reads_repeated_headers_as_one_list()
    {
        var answer = await Api.GetAsync("/v1", ("OpenStack-API-Version", "instance-ha 1.1"), ("OpenStack-API-Version", "compute 2.1"), ("openstack-api-version", "instance-ha 1.3"));

        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("masakari 1.3"));
    }

    [TestCase("1.4")]
    [TestCase("2.0")]
    [TestCase("99999999999999.0")]
    public async Task Refuses_a_version_out_of_range_with_406(string version)
    {
        var answer = await Api.GetAsync("/v1", ("OpenStack-API-Version", "instance-ha " + version));

        Assert.That(answer.Status, Is.EqualTo(406));
        Assert.That(answer.Body, Is.EqualTo(
            $"{{\"masakariFault\": {{\"code\": 406, \"message\": \"Version {version} is not supported by the API. Minimum is 1.0 and maximum is 1.3.\"}}}}"));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("instance-ha " + version));
        Assert.That(answer.Header("Vary"), Is.EqualTo("OpenStack-API-Version"));
    }

    [TestCase("LATEST")]
    [TestCase("1")]
    [TestCase("abc")]
    [TestCase("0.9")]
    [TestCase("1.02")]
    [TestCase("1.2 x")]
    public async Task Refuses_what_is_no_version_with_400(string version)
    {
        var answer = await Api.GetAsync("/v1", ("OpenStack-API-Version", "instance-ha " + version));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Body, Is.EqualTo(
            $"{{\"badRequest\": {{\"code\": 400, \"message\": \"API Version String {version} is of invalid format. Must be of format MajorNum.MinorNum.\"}}}}"));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.Null);
        Assert.That(answer.Header("Vary"), Is.Null);
    }

    [Test]
    public async Task Looks_at_the_version_only_after_routing()
    {
        var answer = await Api.GetAsync("/v1/nothing", ("OpenStack-API-Version", "instance-ha abc"));

        Assert.That(answer.Status, Is.EqualTo(404));
    }

    // The differences between the versions.
    [TestCase("1.0", false, false)]
    [TestCase("1.1", true, false)]
    [TestCase("1.2", true, true)]
    [TestCase("1.3", true, true)]
    public async Task Changes_what_the_table_says_and_no_more(string version, bool withDetails, bool takesEnabled)
    {
        var things = await FurnishAsync();

        var created = await AskAsync(version, "POST", "/v1/segments", NewSegment.Replace("\"C\"", "\"C\", \"enabled\": false", StringComparison.Ordinal));
        var changed = await AskAsync(version, "PUT", things.In("/v1/segments/SEGMENT"), """{"segment": {"enabled": false}}""");
        var host = await AskAsync(version, "POST", things.In("/v1/segments/SEGMENT/hosts"), NewHost);
        var posted = await AskAsync(version, "POST", "/v1/notifications", NewNotification);
        var listed = await AskAsync(version, "GET", "/v1/notifications");
        var shown = await AskAsync(version, "GET", things.In("/v1/notifications/NOTIFICATION"));

        Assert.That((created.Status, changed.Status), Is.EqualTo(takesEnabled ? (201, 200) : (400, 400)));
        Assert.That(host.Json["host"]!["failover_segment"]!["enabled"]!.GetValue<bool>(), Is.EqualTo(!takesEnabled));
        Assert.That(shown.Json["notification"]!.AsObject().ContainsKey("recovery_workflow_details"), Is.EqualTo(withDetails));
        Assert.That(posted.Body + listed.Body, Does.Not.Contain("recovery_workflow_details"));
        Assert.That(posted.Json["notification"]!.AsObject().Select(member => member.Key), Is.SupersetOf(["failover_segment_uuid", "message"]));
    }
}
