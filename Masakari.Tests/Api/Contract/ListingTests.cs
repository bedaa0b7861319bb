namespace Masakari.Tests.Api.Contract;

/// <summary>api.md 6: listing. Rows are known by the last letters of their names: c (the newest), b and a.</summary>
internal sealed class ListingTests(string kind) : ContractTests(kind)
{
    private Things things = null!;
    private int firstSegment;

    [SetUp]
    public async Task Furnish()
    {
        things = await FurnishAsync();
        await ExecuteAsync("DELETE FROM notifications WHERE type = 'VM'");
        foreach (var name in new[] { "a", "b", "c" })
        {
            Clock.Now += TimeSpan.FromSeconds(name == "c" ? 0 : 5);   // b and c in the same second
            var segment = await Seed.SegmentAsync("s-" + name, serviceType: name == "b" ? "compute" : "COMPUTE", enabled: name != "b");
            firstSegment = name == "a" ? segment.Id : firstSegment;
            var host = await Seed.HostAsync(things.Segment, "h-" + name, reserved: name == "a", onMaintenance: name == "b", type: name == "c" ? "kvm" : "KVM");
            await NotifyAsync(host, name == "c" ? "PROCESS" : "VM", name == "a" ? "failed" : "finished", Guid.NewGuid());
        }
        await ExecuteAsync("UPDATE notifications SET generated_time = '2026-07-03 00:00:00.000000' WHERE type = 'PROCESS'");
    }

    // The parameters common to all.
    [TestCase("", "c,b,a,s1")]
    [TestCase("limit=2", "c,b")]
    [TestCase("limit=%202%20", "c,b")]
    [TestCase("limit=%2B2", "c,b")]
    [TestCase("limit=0", "")]
    [TestCase("limit=99999999999999", "c,b,a,s1")]
    [TestCase("limit=99999999999999999999999999999999", "c,b,a,s1")]
    [TestCase("page_size=1", "c,b,a,s1")]
    [TestCase("limit=3&limit=1", "c")]
    [TestCase("sort_dir=asc", "s1,a,b,c")]
    [TestCase("sort_dir=desc", "c,b,a,s1")]
    [TestCase("sort_key=name&sort_dir=asc", "a,b,c,s1")]
    [TestCase("sort_key=%20name%20", "s1,c,b,a")]
    [TestCase("sort_key=enabled&sort_key=name&sort_dir=asc", "b,a,c,s1")]
    [TestCase("sort_key=enabled&sort_key=name&sort_dir=asc&sort_dir=desc", "b,s1,c,a")]
    [TestCase("sort_key=id&sort_dir=asc", "s1,a,b,c")]
    [TestCase("sort_key=created_at&sort_dir=asc", "s1,a,b,c")]
    [TestCase("sort_key=created_at&sort_key=id&sort_dir=asc&sort_dir=desc", "s1,a,c,b")]
    [TestCase("sort_key=deleted", "c,b,a,s1")]
    [TestCase("sort_key=updated_at&sort_key=deleted_at&sort_key=description&sort_key=service_type&sort_key=recovery_method&sort_key=uuid&limit=0", "")]
    [TestCase("marker=MARKER", "s1")]
    [TestCase("marker=MARKER&sort_dir=asc", "b,c")]
    [TestCase("marker=MARKER&sort_key=name&sort_dir=asc", "b,c,s1")]
    [TestCase("marker=MARKER&sort_key=id&sort_dir=asc&limit=1", "b")]
    [TestCase("marker=MARKER&enabled=0&sort_dir=asc", "b")]
    [TestCase("marker=9999999&marker=MARKER", "s1")]
    [TestCase("LIMIT=0&Marker=x&foo=bar&next=1", "c,b,a,s1")]
    [TestCase("recovery_method=auto", "c,b,a,s1")]
    [TestCase("recovery_method=AUTO", "")]
    [TestCase("recovery_method=", "")]
    [TestCase("service_type=COMPUTE", "c,a,s1")]
    [TestCase("service_type=compute", "b")]
    [TestCase("service_type=%F0%9F%98%80", "")]
    [TestCase("service_type=%FF", "")]
    [TestCase("recovery_method=%F0%9F%98%80", "")]
    [TestCase("enabled=1", "c,a,s1")]
    [TestCase("enabled=True", "c,a,s1")]
    [TestCase("enabled=0", "b")]
    [TestCase("enabled=False", "b")]
    [TestCase("enabled=no", "b")]
    [TestCase("enabled=what", "")]
    [TestCase("enabled=", "")]
    [TestCase("enabled=1&enabled=0", "b")]
    public async Task Lists_segments(string query, string names)
    {
        var answer = await Api.GetAsync($"/v1/segments?{query.Replace("MARKER", $"{firstSegment}", StringComparison.Ordinal)}");

        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        Assert.That(answer.Json.AsObject().Select(member => member.Key), Is.EqualTo(["segments"]));
        Assert.That(string.Join(',', answer.Json["segments"]!.AsArray().Select(row => Text(row, "name").Replace("s-", "", StringComparison.Ordinal))), Is.EqualTo(names));
    }

    [TestCase("", "c,b,a,c1")]
    [TestCase("type=KVM", "b,a")]
    [TestCase("type=Kvm", "")]
    [TestCase("type=%F0%9F%98%80", "")]
    [TestCase("reserved=TRUE", "a")]
    [TestCase("reserved=%20y%20", "a")]
    [TestCase("reserved=f", "c,b,c1")]
    [TestCase("on_maintenance=t&reserved=off", "b")]
    [TestCase("on_maintenance=maybe&on_maintenance=On", "b")]
    [TestCase("name=zzz&control_attributes=zzz&failover_segment_id=zzz", "c,b,a,c1")]
    [TestCase("sort_key=name&sort_dir=asc&limit=2", "c1,a")]
    [TestCase("sort_key=failover_segment_id&sort_key=type&sort_key=reserved&sort_key=on_maintenance&sort_key=control_attributes&limit=0", "")]
    public async Task Lists_hosts(string query, string names)
    {
        var answer = await Api.GetAsync(things.In("/v1/segments/SEGMENT/hosts?") + query);

        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        Assert.That(string.Join(',', answer.Json["hosts"]!.AsArray().Select(row => Text(row, "name").Replace("h-", "", StringComparison.Ordinal))), Is.EqualTo(names));
    }

    [TestCase("", 4)]
    [TestCase("type=VM", 2)]
    [TestCase("type=vm", 0)]
    [TestCase("type=%F0%9F%98%80", 0)]
    [TestCase("status=finished", 3)]
    [TestCase("status=finished&status=failed", 1)]
    [TestCase("status=FAILED", 0)]
    [TestCase("status=%F0%9F%98%80", 0)]
    [TestCase("status=a%00b", 0)]
    [TestCase("status=finished&type=VM", 1)]
    [TestCase("source_host_uuid=HOST", 1)]
    [TestCase("source_host_uuid=%F0%9F%98%80", 0)]
    [TestCase("source_host_uuid=x&type=VM", 0)]
    [TestCase("generated-since=2026-07-02T09:00:00", 4)]
    [TestCase("generated-since=2026-07-02T09:00:00.000001", 1)]
    [TestCase("generated-since=2026-07-02T10:00:00%2B01:00", 4)]
    [TestCase("generated-since=2026-07-03", 1)]
    [TestCase("generated-since=2026-07-03T00:00:01Z", 0)]
    [TestCase("generated-since=0001-01-01", 4)]
    [TestCase("generated-since=9999-12-31T23:59:59.999999", 0)]
    [TestCase("generated_since=x&failover_segment_uuid=x&hostname=x&payload=x", 4)]
    [TestCase("sort_key=generated_time&sort_key=status&sort_key=type&sort_key=payload&sort_key=notification_uuid&sort_key=source_host_uuid&sort_key=message", 4)]
    public async Task Lists_notifications(string query, int count)
    {
        var answer = await Api.GetAsync("/v1/notifications?" + things.In(query));

        Assert.That((answer.Status, answer.Body.Split("\"notification_uuid\"").Length - 1), Is.EqualTo((200, count)), answer.Body);
    }

    [TestCase("", 1)]
    [TestCase("status=ongoing&type=evacuation", 1)]
    [TestCase("status=Ongoing", 0)]
    [TestCase("status=%F0%9F%98%80", 0)]
    [TestCase("type=migration", 0)]
    [TestCase("notification_uuid=x&instance_uuid=x", 1)]
    [TestCase("sort_key=instance_name&sort_key=source_host&sort_key=dest_host&sort_key=start_time&sort_key=end_time&sort_key=status&sort_key=type&sort_key=instance_uuid", 1)]
    public async Task Lists_vmoves(string query, int count)
    {
        var answer = await Api.GetAsync(things.In("/v1/notifications/NOTIFICATION/vmoves?") + query);

        Assert.That((answer.Status, answer.Json["vmoves"]!.AsArray().Count), Is.EqualTo((200, count)));
    }

    [TestCase("limit=x", "Invalid input received: limit must be an integer")]
    [TestCase("limit=", "Invalid input received: limit must be an integer")]
    [TestCase("limit=1.0", "Invalid input received: limit must be an integer")]
    [TestCase("limit=0x1", "Invalid input received: limit must be an integer")]
    [TestCase("limit=-1", "Invalid input received: limit must be >= 0")]
    [TestCase("limit=1&limit=x", "Invalid input received: limit must be an integer")]
    [TestCase("page_size=x", "Invalid input received: page_size must be an integer")]
    [TestCase("page_size=-1", "Invalid input received: page_size must be >= 0")]
    [TestCase("limit=-1&page_size=x", "Invalid input received: limit must be >= 0")]
    [TestCase("marker=9999999", "Marker 9999999 could not be found.")]
    [TestCase("marker=0", "Marker 0 could not be found.")]
    [TestCase("marker=-1", "Marker -1 could not be found.")]
    [TestCase("marker=99999999999999999999", "Marker 99999999999999999999 could not be found.")]
    [TestCase("marker=" + NoId, $"Marker {NoId} could not be found.")]
    [TestCase("marker=", "Marker  could not be found.")]
    [TestCase("marker=a%00b", "Marker a\u0000b could not be found.")]
    [TestCase("marker=9999999&limit=0", "Marker 9999999 could not be found.")]
    [TestCase("sort_dir=up", "Invalid input received: Unknown sort direction, must be 'asc' or 'desc'")]
    [TestCase("sort_dir=ASC", "Invalid input received: Unknown sort direction, must be 'asc' or 'desc'")]
    [TestCase("sort_dir=", "Invalid input received: Unknown sort direction, must be 'asc' or 'desc'")]
    [TestCase("sort_key=id&sort_dir=asc&sort_dir=asc", "Invalid input received: Sort direction size exceeds sort key size")]
    [TestCase("sort_dir=asc&sort_dir=asc", "Invalid input received: Sort direction size exceeds sort key size")]
    [TestCase("sort_key=x", "InvalidSortKey('Sort key supplied is invalid: x')")]
    [TestCase("sort_key=", "InvalidSortKey('Sort key supplied is invalid: ')")]
    [TestCase("sort_key=ID", "InvalidSortKey('Sort key supplied is invalid: ID')")]
    [TestCase("sort_key=id&sort_key=failover_segment", "InvalidSortKey('Sort key supplied is invalid: failover_segment')")]
    public async Task Refuses_to_list(string query, string message)
    {
        foreach (var path in new[] { "/v1/segments", "/v1/segments/SEGMENT/hosts", "/v1/notifications", "/v1/notifications/NOTIFICATION/vmoves" })
        {
            var answer = await Api.GetAsync($"{things.In(path)}?{query}");

            Assert.That((answer.Status, answer.Message), Is.EqualTo((400, message)), path);
        }
    }

    [TestCase("/v1/segments?enabled=what&marker=9999999", "Marker 9999999 could not be found.")]
    [TestCase("/v1/notifications?generated-since=", "Invalid generated-since value")]
    [TestCase("/v1/notifications?generated-since=now&marker=9999999", "Invalid generated-since value")]
    [TestCase("/v1/notifications?generated-since=2026-07-02T10:00:00+01:00", "Invalid generated-since value")]
    [TestCase("/v1/segments/SEGMENT/hosts?reserved=maybe",
        "Invalid value for reserved: Unrecognized value 'maybe', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'")]
    [TestCase("/v1/segments/SEGMENT/hosts?on_maintenance=",
        "Invalid value for on_maintenance: Unrecognized value '', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', 'y', 'yes'")]
    public async Task Refuses_a_filter(string path, string message)
    {
        var answer = await Api.GetAsync(things.In(path));

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, message)));
    }

    [Test]
    public async Task Refuses_a_marker_that_was_deleted_and_takes_one_of_another_parent()
    {
        var elsewhere = await Seed.HostAsync(await Seed.SegmentAsync("s2"), "elsewhere");
        await ExecuteAsync("UPDATE hosts SET deleted = id WHERE name = 'h-a'");
        var deleted = await ScalarAsync<int>("SELECT id FROM hosts WHERE name = 'h-a'");

        var refused = await Api.GetAsync(things.In($"/v1/segments/SEGMENT/hosts?marker={deleted}"));
        var taken = await Api.GetAsync(things.In($"/v1/segments/SEGMENT/hosts?marker={elsewhere.Id}"));

        Assert.That((refused.Status, refused.Message), Is.EqualTo((400, $"Marker {deleted} could not be found.")));
        Assert.That((taken.Status, taken.Json["hosts"]!.AsArray().Count), Is.EqualTo((200, 3)));
    }

    // How the SDK pages: until an empty page comes.
    [TestCase("")]
    [TestCase("&sort_key=updated_at")]
    [TestCase("&sort_key=status&sort_dir=asc")]
    [TestCase("&sort_key=generated_time&sort_key=type&sort_dir=asc&sort_dir=desc")]
    public async Task Pages_meet_every_row_once(string sort)
    {
        await ExecuteAsync("UPDATE notifications SET updated_at = '2026-07-04' WHERE type = 'PROCESS'");
        var (ids, marker) = (new List<int>(), "");

        for (var last = 1; last > 0;)
        {
            var page = (await Api.GetAsync($"/v1/notifications?limit=1{sort}{marker}")).Json["notifications"]!.AsArray();
            last = page.Count;
            ids.AddRange(page.Select(row => row!["id"]!.GetValue<int>()));
            marker = $"&marker={ids[^1]}";
        }

        Assert.That(ids, Is.Unique.And.Count.EqualTo(4));
    }
}
