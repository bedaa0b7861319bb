namespace Masakari.Tests.Api.Contract;

/// <summary>How the service reads paths and the ids in them.</summary>
internal sealed class PathSpellingTests(string kind) : ContractTests(kind)
{
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    // Extra slashes, format suffixes and letter case.
    [TestCase("//v1//segments", 200)]
    [TestCase("/v1///segments//SEGMENT", 200)]
    [TestCase("/v1/segments.json", 200)]
    [TestCase("/v1/segments.xml", 200)]
    [TestCase("/v1/segments/SEGMENT.json", 200)]
    [TestCase("/v1/segments/SEGMENT.xml", 200)]
    [TestCase("/v1/segments/SEGMENT/hosts.json", 200)]
    [TestCase("/v1/segments/SEGMENT/hosts/HOST.xml", 200)]
    [TestCase("/v1/notifications.json", 200)]
    [TestCase("/v1/notifications/NOTIFICATION.json", 200)]
    [TestCase("/v1/segments/SEGMENT.html", 404)]
    [TestCase("/v1/segments/SEGMENT.json/hosts", 404)]
    [TestCase("/v1/segments/%20SEGMENT", 404)]
    [TestCase("/v1/segments/7", 404)]
    [TestCase("/v1/segments/SEGMENT/hosts/HOST.html", 404)]
    [TestCase("/v1/segments/SEGMENT/hosts.html", 404)]
    [TestCase("/v1/notifications/NOTIFICATION/vmoves.json", 200)]
    [TestCase("/v1/notifications/NOTIFICATION/vmoves/VMOVE.xml", 200)]
    [TestCase("/v1/extensions/segments.json", 200)]
    [TestCase("/v1/segments?_method=DELETE", 200)]
    [TestCase("/v1/segments/SEGMENT?_method=DELETE", 200)]
    public async Task Reads_a_path(string path, int status)
    {
        var answer = await Api.GetAsync(things.In(path));

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM failover_segments WHERE deleted = 0"), Is.EqualTo(1));
    }

    // Ids are compared as text: only lower case with dashes matches.
    [TestCase("GET", "/v1/segments/{0}")]
    [TestCase("PUT", "/v1/segments/{0}")]
    [TestCase("DELETE", "/v1/segments/{0}")]
    [TestCase("GET", "/v1/segments/{0}/hosts")]
    [TestCase("POST", "/v1/segments/{0}/hosts")]
    public async Task Knows_a_segment_by_one_spelling_of_its_id(string method, string path)
    {
        foreach (var id in Spellings(things.Segment.Uuid).Append($"{things.Segment.Id}"))
        {
            var answer = await Api.SendAsync(method, string.Format(null, path, id), BodyFor(method, path));

            Assert.That((answer.Status, answer.Message), Is.EqualTo((404, $"No failover segment with id {Uri.UnescapeDataString(id)}.")));
        }
    }

    [TestCase("GET", "/v1/segments/SEGMENT/hosts/{0}", "Host '{0}' under failover_segment 'SEGMENT' could not be found.")]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/{0}", "Host '{0}' under failover_segment 'SEGMENT' could not be found.")]
    [TestCase("DELETE", "/v1/segments/SEGMENT/hosts/{0}", "Host '{0}' under failover_segment 'SEGMENT' could not be found.")]
    public async Task Knows_a_host_by_one_spelling_of_its_id(string method, string path, string message)
    {
        foreach (var id in Spellings(things.Host.Uuid))
        {
            var answer = await Api.SendAsync(method, things.In(string.Format(null, path, id)), BodyFor(method, path));

            Assert.That((answer.Status, answer.Message), Is.EqualTo((404, things.In(string.Format(null, message, Uri.UnescapeDataString(id))))));
        }
    }

    [TestCase("/v1/notifications/{0}", "No notification with id {0}.")]
    [TestCase("/v1/notifications/{0}/vmoves", "No notification with id {0}.")]
    [TestCase("/v1/notifications/{0}/vmoves/VMOVE", "No notification with id {0}.")]
    public async Task Knows_a_notification_by_one_spelling_of_its_id(string path, string message)
    {
        foreach (var id in Spellings(things.Notification).Append("1"))
        {
            var answer = await Api.GetAsync(things.In(string.Format(null, path, id)));

            Assert.That((answer.Status, answer.Message), Is.EqualTo((404, string.Format(null, message, Uri.UnescapeDataString(id)))));
        }
    }

    [Test]
    public async Task Knows_a_vmove_by_one_spelling_of_its_id()
    {
        foreach (var id in Spellings(things.VMove).Append("1"))
        {
            var answer = await Api.GetAsync(things.In("/v1/notifications/NOTIFICATION/vmoves/") + id);

            Assert.That((answer.Status, answer.Message), Is.EqualTo((404, $"No vm move with id {Uri.UnescapeDataString(id)}.")));
        }
    }

    // The paths outside of /v1, and OPTIONS.
    [TestCase("GET", "/", 200)]
    [TestCase("PATCH", "/", 200)]
    [TestCase("HEAD", "/", 200)]
    [TestCase("POST", "/healthcheck", 200)]
    [TestCase("GET", "/healthcheck/anything", 200)]
    [TestCase("HEAD", "/healthcheck", 204)]
    [TestCase("GET", "/healthcheckx", 300)]
    [TestCase("PUT", "/v2", 300)]
    [TestCase("GET", "/v1.0", 300)]
    [TestCase("GET", "/versions", 300)]
    [TestCase("GET", "/segments", 300)]
    [TestCase("OPTIONS", "/v1/segments", 200)]
    [TestCase("OPTIONS", "/v1/nothing", 200)]
    public async Task Answers_outside_of_the_resources(string method, string path, int status)
    {
        var answer = await AskAsync("9.9", method, path);

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Header("X-Openstack-Request-Id") ?? answer.Header("OpenStack-API-Version"), Is.Null);
        if (method is "HEAD" or "OPTIONS")
            Assert.That(answer.Body, Is.Empty);
    }

    private static IEnumerable<string> Spellings(Guid uuid) => [$"{uuid}".ToUpperInvariant(), $"{uuid:N}", $"%7B{uuid}%7D", $"urn:uuid:{uuid}"];
}
