namespace Masakari.Tests.Api.Contract;

/// <summary>api.md 1.1 and 1.2: which methods exist on which paths, and what they answer.</summary>
internal sealed class PathTests(string kind) : ContractTests(kind)
{
    private const string NotFound = "404 Not Found\n\nThe resource could not be found.\n\n   ";
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    // 1.2, the table of resources: success codes.
    [TestCase("GET", "/v1/segments", 200)]
    [TestCase("POST", "/v1/segments", 201)]
    [TestCase("GET", "/v1/segments/SEGMENT", 200)]
    [TestCase("PUT", "/v1/segments/SEGMENT", 200)]
    [TestCase("DELETE", "/v1/segments/SEGMENT", 204)]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts", 200)]
    [TestCase("POST", "/v1/segments/SEGMENT/hosts", 201)]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/HOST", 200)]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts/HOST", 200)]
    [TestCase("DELETE", "/v1/segments/SEGMENT/hosts/HOST", 204)]
    [TestCase("GET", "/v1/notifications", 200)]
    [TestCase("POST", "/v1/notifications", 202)]
    [TestCase("GET", "/v1/notifications/NOTIFICATION", 200)]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/vmoves", 200)]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/vmoves/VMOVE", 200)]
    [TestCase("GET", "/v1/extensions", 200)]
    [TestCase("GET", "/v1/extensions/os-hosts", 200)]
    [TestCase("GET", "/v1/versions/v1.0", 200)]
    [TestCase("GET", "/v1", 200)]
    [TestCase("GET", "/v1/", 200)]
    public async Task Answers(string method, string path, int status)
    {
        var answer = await AskAsync("1.3", method, things.In(path), Body(method, path));

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("masakari 1.3"));
        Assert.That(answer.Header("Vary"), Is.EqualTo("OpenStack-API-Version"));
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json"));
        AssertUsualHeaders(answer);
    }

    // The same with the caller's project in the path, which must be of the form and the caller's own.
    [TestCase("GET", "/v1/abc-1/segments", 200)]
    [TestCase("POST", "/v1/abc-1/segments", 201)]
    [TestCase("PUT", "/v1/abc-1/segments/SEGMENT/hosts/HOST", 200)]
    [TestCase("DELETE", "/v1/abc-1/segments/SEGMENT", 204)]
    [TestCase("POST", "/v1/abc-1/notifications", 202)]
    [TestCase("GET", "/v1/abc-1/notifications/NOTIFICATION/vmoves/VMOVE", 200)]
    [TestCase("GET", "/v1/abc-1/extensions.json", 200)]
    [TestCase("GET", "/v1/abc-1/segments/new", 405)]
    [TestCase("GET", "/v1/abc-2/segments", 400)]
    [TestCase("GET", "/v1/ABC-1/segments", 404)]
    [TestCase("GET", "/v1/abc_1/segments", 404)]
    [TestCase("GET", "/v1/xyz/segments", 404)]
    [TestCase("GET", "/v1/abc-1", 404)]
    [TestCase("GET", "/v1/abc-1/", 404)]
    [TestCase("GET", "/v1/abc-1/abc-1/segments", 404)]
    public async Task Answers_with_a_project_in_the_path(string method, string path, int status)
    {
        var answer = await Api.SendAsync(method, things.In(path), Body(method, path), ("X-Project-Id", "abc-1"));

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
    }

    // 1.2: routed but not implemented, a fault body.
    [TestCase("GET", "/v1/segments/new", "new")]
    [TestCase("GET", "/v1/segments/new.json", "new")]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/new", "new")]
    [TestCase("GET", "/v1/notifications/new", "new")]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/vmoves/new", "new")]
    [TestCase("GET", "/v1/extensions/new", "new")]
    [TestCase("GET", "/v1/versions/new", "new")]
    [TestCase("GET", "/v1/segments/SEGMENT/edit", "edit")]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/HOST/edit", "edit")]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/edit", "edit")]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/vmoves/VMOVE/edit", "edit")]
    [TestCase("GET", "/v1/extensions/segments/edit", "edit")]
    [TestCase("POST", "/v1/segments/SEGMENT/action", "action")]
    [TestCase("POST", "/v1/notifications/NOTIFICATION/action", "action")]
    [TestCase("PUT", "/v1/notifications/NOTIFICATION", "update")]
    [TestCase("DELETE", "/v1/notifications/NOTIFICATION", "delete")]
    [TestCase("POST", "/v1/notifications/NOTIFICATION/vmoves", "create")]
    [TestCase("PUT", "/v1/notifications/NOTIFICATION/vmoves/VMOVE", "update")]
    [TestCase("DELETE", "/v1/notifications/NOTIFICATION/vmoves/VMOVE", "delete")]
    [TestCase("POST", "/v1/extensions", "create")]
    [TestCase("PUT", "/v1/extensions/segments", "update")]
    [TestCase("DELETE", "/v1/extensions/segments", "delete")]
    [TestCase("GET", "/v1/versions", "index")]
    [TestCase("POST", "/v1/versions", "create")]
    [TestCase("PUT", "/v1/versions/v1.0", "update")]
    [TestCase("DELETE", "/v1/versions/v1.0", "delete")]
    public async Task Implements_no(string method, string path, string action)
    {
        var answer = await Api.SendAsync(method, things.In(path), method == "GET" ? null : "no JSON");

        Assert.That((answer.Status, answer.Body), Is.EqualTo((405,
            $"{{\"badMethod\": {{\"code\": 405, \"message\": \"The request method: '{method}' with action: '{action}' is not allowed on this resource\"}}}}")));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("instance-ha 1.0"));
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json; charset=UTF-8"));
        AssertUsualHeaders(answer);
    }

    // 1.2: not routed at all, a raw 404.
    [TestCase("PATCH", "/v1/segments")]
    [TestCase("PATCH", "/v1/segments/SEGMENT")]
    [TestCase("PATCH", "/v1")]
    [TestCase("TRACE", "/v1/segments")]
    [TestCase("HEAD", "/v1/segments")]
    [TestCase("HEAD", "/v1/segments/SEGMENT")]
    [TestCase("HEAD", "/v1")]
    [TestCase("FOO", "/v1/segments")]
    [TestCase("POST", "/v1")]
    [TestCase("PUT", "/v1/")]
    [TestCase("DELETE", "/v1")]
    [TestCase("PUT", "/v1/segments")]
    [TestCase("DELETE", "/v1/segments")]
    [TestCase("PUT", "/v1/segments/SEGMENT/hosts")]
    [TestCase("DELETE", "/v1/segments/SEGMENT/hosts")]
    [TestCase("PUT", "/v1/notifications")]
    [TestCase("DELETE", "/v1/notifications")]
    [TestCase("DELETE", "/v1/notifications/NOTIFICATION/vmoves")]
    [TestCase("PUT", "/v1/extensions")]
    [TestCase("POST", "/v1/segments/SEGMENT")]
    [TestCase("POST", "/v1/segments/SEGMENT/hosts/HOST")]
    [TestCase("POST", "/v1/notifications/NOTIFICATION")]
    [TestCase("POST", "/v1/notifications/NOTIFICATION/vmoves/VMOVE")]
    [TestCase("POST", "/v1/extensions/segments")]
    [TestCase("POST", "/v1/segments/SEGMENT/hosts/HOST/action")]
    [TestCase("POST", "/v1/segments/SEGMENT/edit")]
    [TestCase("GET", "/v1/segments/SEGMENT/action")]
    [TestCase("GET", "/v1/nothing")]
    [TestCase("GET", "/v1/hosts")]
    [TestCase("GET", "/v1/vmoves")]
    [TestCase("GET", "/v1/Segments")]
    [TestCase("GET", "/v1/segments/SEGMENT/vmoves")]
    [TestCase("GET", "/v1/notifications/NOTIFICATION/hosts")]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/HOST/more")]
    [TestCase("GET", "/v1/segments/")]
    [TestCase("POST", "/v1/segments/")]
    [TestCase("GET", "/v1/segments/SEGMENT/")]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/")]
    [TestCase("GET", "/v1/segments/SEGMENT/hosts/HOST/")]
    [TestCase("GET", "/v1/notifications/")]
    [TestCase("GET", "/v1/segments.html")]
    [TestCase("GET", "/v1/segments.JSON")]
    [TestCase("GET", "/v1/segments.json.json")]
    public async Task Routes_nothing_at(string method, string path)
    {
        var answer = await Api.SendAsync(method, things.In(path), method is "POST" or "PUT" ? "no JSON" : null);

        Assert.That((answer.Status, answer.Body), Is.EqualTo((404, method == "HEAD" ? "" : NotFound)));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.Null);
        AssertUsualHeaders(answer);
    }

    // 1.2, path details.
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
    [TestCase("/v1/segments?_method=DELETE", 200)]
    [TestCase("/v1/segments/SEGMENT?_method=DELETE", 200)]
    public async Task Reads_a_path(string path, int status)
    {
        var answer = await Api.GetAsync(things.In(path));

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM failover_segments WHERE deleted = 0"), Is.EqualTo(1));
    }

    // 1.2: ids are compared as text with the stored lower-case dashed uuid.
    [TestCase("GET", "/v1/segments/{0}")]
    [TestCase("PUT", "/v1/segments/{0}")]
    [TestCase("DELETE", "/v1/segments/{0}")]
    [TestCase("GET", "/v1/segments/{0}/hosts")]
    [TestCase("POST", "/v1/segments/{0}/hosts")]
    public async Task Knows_a_segment_by_one_spelling_of_its_id(string method, string path)
    {
        var uuid = things.Segment.Uuid;
        foreach (var id in new[] { $"{uuid}".ToUpperInvariant(), $"{uuid:N}", $"%7B{uuid}%7D", $"urn:uuid:{uuid}", $"{things.Segment.Id}" })
        {
            var answer = await Api.SendAsync(method, string.Format(null, path, id), Body(method, path));

            Assert.That((answer.Status, answer.Message), Is.EqualTo((404, $"No failover segment with id {Uri.UnescapeDataString(id)}.")));
        }
    }

    // 1.1, the mount points; OPTIONS of 1.2.
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

    private static void AssertUsualHeaders(Answer answer)
    {
        Assert.That(answer.Header("X-Openstack-Request-Id"), Does.Match("^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"));
        foreach (var never in new[] { "Location", "x-compute-request-id", "Retry-After", "ETag", "Link", "Allow", "Server" })
            Assert.That(answer.Header(never), Is.Null, never);
        if (answer.Status != 204)
            Assert.That(answer.Header("Content-Length"), Is.Not.Null);
    }

    private static string? Body(string method, string path) => (method, path) switch
    {
        ("POST", _) when path.EndsWith("hosts", StringComparison.Ordinal) => NewHost,
        ("POST", _) when path.EndsWith("segments", StringComparison.Ordinal) => NewSegment,
        ("POST", _) => NewNotification,
        ("PUT", _) when path.Contains("/hosts/", StringComparison.Ordinal) => """{"host": {"reserved": true}}""",
        ("PUT", _) => """{"segment": {"description": "x"}}""",
        _ => null,
    };
}
