namespace Masakari.Tests.Api.Contract;

/// <summary>The rules that depend on the state of segments, hosts and notifications, as clients see them.</summary>
internal sealed class StateRuleTests(string kind) : ContractTests(kind)
{
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    // A notification in the status new, running or error blocks changes of its segment and host.
    [TestCase("new", true)]
    [TestCase("running", true)]
    [TestCase("error", true)]
    [TestCase("failed", false)]
    [TestCase("ignored", false)]
    [TestCase("finished", false)]
    public async Task Blocks_a_segment_under_recovery(string status, bool blocked)
    {
        var other = await Seed.HostAsync(things.Segment, "c2");
        await NotifyAsync(things.Host, "VM", status, Guid.NewGuid());
        var (changed, deleted) = blocked ? (409, 409) : (200, 204);
        var otherPath = $"/v1/segments/SEGMENT/hosts/{other.Uuid}";

        await AnswersAsync(changed, "PUT", "/v1/segments/SEGMENT", """{"segment": {"name": "x"}}""");
        await AnswersAsync(changed, "PUT", "/v1/segments/SEGMENT/hosts/HOST", """{"host": {"reserved": true}}""");
        await AnswersAsync(changed, "PUT", otherPath, """{"host": {"reserved": true}}""");
        await AnswersAsync(201, "POST", "/v1/segments/SEGMENT/hosts", NewHost);
        await AnswersAsync(202, "POST", "/v1/notifications", NewNotification.Replace("c1", "c2", StringComparison.Ordinal));
        await ExecuteAsync(
            "DELETE FROM notifications WHERE status = 'new' AND message IS NULL AND source_host_uuid = @other",
            new { other = $"{other.Uuid}" });
        await AnswersAsync(deleted, "DELETE", otherPath);
        await AnswersAsync(deleted, "DELETE", "/v1/segments/SEGMENT");
    }

    [Test]
    public async Task Does_not_count_a_deleted_host()
    {
        await NotifyAsync(things.Host, "VM", "running", Guid.NewGuid());
        await ExecuteAsync("UPDATE hosts SET deleted = id");

        var answer = await Api.SendAsync("DELETE", things.In("/v1/segments/SEGMENT"));

        Assert.That(answer.Status, Is.EqualTo(204));
    }

    [Test]
    public async Task Deletes_a_segment_with_its_hosts_and_frees_the_names_at_once()
    {
        await Api.SendAsync("DELETE", things.In("/v1/segments/SEGMENT"));

        await AnswersAsync(404, "GET", "/v1/segments/SEGMENT/hosts/HOST");
        Assert.That((await Api.GetAsync("/v1/notifications")).Json["notifications"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That((await PostAsync("/v1/notifications", NewNotification)).Message, Is.EqualTo("Host with name c1 could not be found."));
        var segment = (await PostAsync("/v1/segments", NewSegment.Replace("new", "s1", StringComparison.Ordinal))).Json["segment"];
        var hosts = $"/v1/segments/{Text(segment, "uuid")}/hosts";
        var host = (await PostAsync(hosts, NewHost.Replace("new", "c1", StringComparison.Ordinal))).Json["host"];
        var ids = (segment!["id"]!.GetValue<int>(), host!["id"]!.GetValue<int>());
        Assert.That(ids, Is.EqualTo((things.Segment.Id + 1, things.Host.Id + 1)));
    }

    [TestCase("PUT", "/v1/segments/SEGMENT", """{"segment": {"name": "s2"}}""", "Failover segment with name s2 already exists.")]
    [TestCase("POST", "/v1/segments", """{"segment": {"name": "s2", "recovery_method": "auto", "service_type": "C"}}""",
        "Failover segment with name s2 already exists.")]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/HOST", """{"host": {"name": "c2"}}""", "Host with name c2 already exists.")]
    [TestCase("POST", "/v1/segments/SEGMENT/hosts", """{"host": {"name": "c2", "type": "", "control_attributes": ""}}""",
        "Host with name c2 already exists.")]
    public async Task Keeps_names_unique_over_all_segments(string method, string path, string body, string message)
    {
        await Seed.HostAsync(await Seed.SegmentAsync("s2"), "c2");

        var answer = await Api.SendAsync(method, things.In(path), body);

        var refusal = $"{{\"conflictingRequest\": {{\"code\": 409, \"message\": \"{message}\"}}}}";
        Assert.That((answer.Status, answer.Body), Is.EqualTo((409, refusal)));
    }

    // The unique index decides which names of segments are equal: byte by byte in SQLite, by the database's collation in MySQL. Names of
    // hosts that differ in case only are equal everywhere.
    [TestCase("S1", "C1", 201, 409)]
    [TestCase("\u015b1", "\u010d1", 201, 201)]
    public async Task Takes_names_that_are_merely_alike_where_the_collation_does(
        string segment, string host, int segmentInSqlite, int hostInSqlite)
    {
        var newSegment = await PostAsync("/v1/segments", NewSegment.Replace("new", segment, StringComparison.Ordinal));
        var newHost = await PostAsync(things.In("/v1/segments/SEGMENT/hosts"), NewHost.Replace("new", host, StringComparison.Ordinal));

        var expected = IsMariaDb ? (409, 409) : (segmentInSqlite, hostInSqlite);
        Assert.That((newSegment.Status, newHost.Status), Is.EqualTo(expected), newSegment.Body + newHost.Body);
    }

    // A host is found only under its own segment.
    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    public async Task Knows_a_host_only_in_its_own_segment(string method)
    {
        var other = await Seed.SegmentAsync("s2");
        foreach (var segment in new[] { $"{other.Uuid}", NoId, "x" })
        {
            var path = things.In($"/v1/segments/{segment}/hosts/HOST");

            var answer = await Api.SendAsync(method, path, BodyFor(method, path));

            var message = things.In($"Host 'HOST' under failover_segment '{segment}' could not be found.");
            Assert.That((answer.Status, answer.Message), Is.EqualTo((404, message)));
        }
        var host = (await Api.GetAsync(things.In("/v1/segments/SEGMENT/hosts/HOST"))).Json["host"]!;
        Assert.That(host["reserved"]!.GetValue<bool>(), Is.False);
    }

    [Test]
    public async Task Lets_a_thing_keep_its_own_name()
    {
        var segment = await Api.SendAsync("PUT", things.In("/v1/segments/SEGMENT"), """{"segment": {"name": "s1"}}""");
        var host = await Api.SendAsync("PUT", things.In("/v1/segments/SEGMENT/hosts/HOST"), """{"host": {"name": "c1"}}""");

        Assert.That((segment.Status, host.Status), Is.EqualTo((200, 200)));
        Assert.That(segment.Json["segment"]!["updated_at"], Is.Null);
        Assert.That(host.Json["host"]!["updated_at"], Is.Null);
    }

    [Test]
    public async Task Accepts_reports_from_a_disabled_segment()
    {
        await AskAsync("1.2", "PUT", things.In("/v1/segments/SEGMENT"), """{"segment": {"enabled": false}}""");

        var answer = await PostAsync("/v1/notifications", NewNotification);

        Assert.That((answer.Status, Text(answer.Json["notification"], "status")), Is.EqualTo((202, "new")));
    }

    private async Task AnswersAsync(int status, string method, string path, string? body = null) =>
        Assert.That((await Api.SendAsync(method, things.In(path), body)).Status, Is.EqualTo(status), $"{method} {path}");
}
