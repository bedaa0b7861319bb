namespace Masakari.Tests.Api.Contract;

/// <summary>The filters of each listing.</summary>
internal sealed class FilterTests(string kind) : ListedThings(kind)
{
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
        var answer = await Api.GetAsync($"/v1/segments?{query}");

        Assert.That(Names(answer, "segments"), Is.EqualTo(names));
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
        var answer = await Api.GetAsync(Listed.In("/v1/segments/SEGMENT/hosts?") + query);

        Assert.That(Names(answer, "hosts"), Is.EqualTo(names));
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
        var answer = await Api.GetAsync("/v1/notifications?" + Listed.In(query));

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
        var answer = await Api.GetAsync(Listed.In("/v1/notifications/NOTIFICATION/vmoves?") + query);

        Assert.That((answer.Status, answer.Json["vmoves"]!.AsArray().Count), Is.EqualTo((200, count)));
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
        var answer = await Api.GetAsync(Listed.In(path));

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, message)));
    }

    // The list of extensions is short: it has neither filters nor pages.
    [TestCase("limit=1")]
    [TestCase("limit=x&marker=y&sort_key=z&sort_dir=up&alias=segments")]
    public async Task Lists_all_extensions_whatever_is_asked(string query)
    {
        var answer = await Api.GetAsync($"/v1/extensions?{query}");

        Assert.That((answer.Status, answer.Json["extensions"]!.AsArray().Count), Is.EqualTo((200, 6)));
    }
}
