namespace Masakari.Tests.Api;

public sealed class FrontDoorTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("GET")]
    [TestCase("POST")]
    [TestCase("OPTIONS")]
    public async Task Lists_the_versions_at_the_root_for_any_method(string method)
    {
        var answer = await api.SendAsync(method, "/");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Body, Is.EqualTo(
            "{\"versions\": [{\"id\": \"v1.0\", \"status\": \"CURRENT\", \"version\": \"1.3\", \"min_version\": \"1.0\", "
            + $"\"updated\": \"2016-07-01T11:33:21Z\", \"links\": [{{\"rel\": \"self\", \"href\": \"{api.Address}/v1/\"}}]}}]}}"));
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json"));
        Assert.That(answer.Header("X-Openstack-Request-Id"), Is.Null);
    }

    [TestCase("/")]
    [TestCase("/elsewhere")]
    public async Task Gives_the_head_of_what_it_would_say(string path)
    {
        var whole = await api.GetAsync(path);
        var head = await api.SendAsync("HEAD", path);

        Assert.That((head.Status, head.Body, head.Header("Content-Length")), Is.EqualTo((whole.Status, "", whole.Header("Content-Length"))));
    }

    [Test]
    public async Task Says_of_what_was_deleted_that_there_is_nothing_to_read()
    {
        var created = await api.SendAsync("POST", "/v1/segments", """{"segment": {"name": "x", "recovery_method": "auto", "service_type": "X"}}""");

        var answer = await api.SendAsync("DELETE", $"/v1/segments/{created.Json["segment"]!["uuid"]}");

        Assert.That((answer.Status, answer.Body, answer.Header("Content-Type")), Is.EqualTo((204, "", "application/json")));
        Assert.That((answer.Header("OpenStack-API-Version"), answer.Header("Vary")), Is.EqualTo(("masakari 1.0", "OpenStack-API-Version")));
    }

    [TestCase("/v1")]
    [TestCase("/v1/")]
    [TestCase("//v1//")]
    [TestCase("/v1/versions/v1.0")]
    public async Task Shows_the_version_in_detail(string path)
    {
        var answer = await api.GetAsync(path);

        Assert.That(answer.Body, Is.EqualTo(
            "{\"version\": {\"id\": \"v1.0\", \"status\": \"CURRENT\", \"version\": \"1.3\", \"min_version\": \"1.0\", "
            + "\"updated\": \"2016-07-01T11:33:21Z\", \"links\": ["
            + $"{{\"rel\": \"self\", \"href\": \"{api.Address}/v1/\"}}, "
            + "{\"rel\": \"describedby\", \"type\": \"text/html\", \"href\": \"https://docs.openstack.org/\"}], "
            + "\"media-types\": [{\"base\": \"application/json\", \"type\": \"application/vnd.openstack.masakari+json;version=1\"}]}}"));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("masakari 1.0"));
        Assert.That(answer.Header("Vary"), Is.EqualTo("OpenStack-API-Version"));
        Assert.That(answer.Header("X-Openstack-Request-Id"), Does.Match("^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"));
    }

    [TestCase("/foo", "/v1/foo")]
    [TestCase("/v2", "/v1/v2")]
    [TestCase("/V1/segments", "/v1/V1/segments")]
    [TestCase("/v1.0", "/v1/v1.0")]
    [TestCase("/healthcheckx", "/v1/healthcheckx")]
    public async Task Offers_the_version_there_is_at_any_other_path(string path, string offered)
    {
        var answer = await api.SendAsync("DELETE", path);

        Assert.That(answer.Status, Is.EqualTo(300));
        Assert.That(answer.Body, Is.EqualTo(
            "{\"choices\": [{\"id\": \"v1.0\", \"status\": \"CURRENT\", \"links\": [{\"rel\": \"self\", "
            + $"\"href\": \"{api.Address}{offered}\"}}], "
            + "\"media-types\": [{\"base\": \"application/json\", \"type\": \"application/vnd.openstack.masakari+json;version=1\"}]}]}"));
    }

    [TestCase("GET", "/v1/segments/")]
    [TestCase("GET", "/v1/abc/")]
    [TestCase("GET", "/v1/abc")]
    [TestCase("GET", "/v1/Segments")]
    [TestCase("GET", "/v1/XYZ/segments")]
    [TestCase("GET", "/v1/segments.html")]
    [TestCase("GET", "/v1/hosts")]
    [TestCase("GET", "/v1/segments/1/vmoves")]
    [TestCase("POST", "/v1")]
    [TestCase("HEAD", "/v1/segments")]
    [TestCase("PATCH", "/v1/segments/1")]
    [TestCase("PUT", "/v1/segments")]
    [TestCase("DELETE", "/v1/segments")]
    [TestCase("POST", "/v1/segments/1")]
    [TestCase("POST", "/v1/segments/1/hosts/1/action")]
    public async Task Answers_404_where_nothing_is_routed(string method, string path)
    {
        var answer = await api.SendAsync(method, path);

        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.Null);
        Assert.That(answer.Header("X-Openstack-Request-Id"), Is.Not.Null);
        Assert.That(answer.Body, Is.EqualTo(method == "HEAD" ? ""
            : "404 Not Found\n\nThe resource could not be found.\n\n   "));
    }

    [TestCase("GET", "/v1/segments/new", "new")]
    [TestCase("GET", "/v1/segments/1/edit", "edit")]
    [TestCase("POST", "/v1/segments/1/action", "action")]
    [TestCase("POST", "/v1/notifications/1/action", "action")]
    [TestCase("PUT", "/v1/notifications/1", "update")]
    [TestCase("DELETE", "/v1/notifications/1", "delete")]
    [TestCase("POST", "/v1/notifications/1/vmoves", "create")]
    [TestCase("DELETE", "/v1/notifications/1/vmoves/1", "delete")]
    [TestCase("POST", "/v1/extensions", "create")]
    [TestCase("GET", "/v1/versions", "index")]
    public async Task Answers_405_where_something_is_routed_but_not_implemented(string method, string path, string action)
    {
        var answer = await api.SendAsync(method, path);

        Assert.That(answer.Status, Is.EqualTo(405));
        Assert.That(answer.Body, Is.EqualTo(
            $"{{\"badMethod\": {{\"code\": 405, \"message\": \"The request method: '{method}' with action: '{action}' is not allowed on this resource\"}}}}"));
        Assert.That(answer.Header("Allow"), Is.Null);
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json; charset=UTF-8"));
        Assert.That(answer.Header("OpenStack-API-Version"), Is.EqualTo("instance-ha 1.0"));
    }

    [TestCase("/v1/extensions")]
    [TestCase("/v1/extensions.json")]
    [TestCase("/v1/extensions.xml")]
    [TestCase("//v1///extensions")]
    public async Task Takes_a_format_suffix_and_repeated_slashes(string path)
    {
        var answer = await api.GetAsync(path);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Body, Does.StartWith(
            "{\"extensions\": [{\"name\": \"Extensions\", \"alias\": \"extensions\", \"description\": \"Extension information.\", "
            + "\"namespace\": \"\", \"updated\": \"\", \"links\": []}, "));
    }

    [Test]
    public async Task Takes_the_project_of_the_caller_in_the_path()
    {
        var own = await api.GetAsync("/v1/abc-1/extensions/segments", ("X-Project-Id", "abc-1"));
        var other = await api.GetAsync("/v1/abc-2/extensions/segments", ("X-Project-Id", "abc-1"));
        var none = await api.GetAsync("/v1/abc-2/extensions/segments");

        Assert.That((own.Status, other.Status), Is.EqualTo((200, 400)));
        Assert.That(other.Body, Does.Contain("Malformed request URL: URL's project_id 'abc-2' doesn't match Context's project_id 'abc-1'"));
        Assert.That(none.Body, Does.Contain("doesn't match Context's project_id 'None'"));
    }

    [Test]
    public async Task Answers_options_below_v1_with_nothing()
    {
        var answer = await api.SendAsync("OPTIONS", "/v1/nothing");

        Assert.That((answer.Status, answer.Body, answer.Header("Content-Type"), answer.Header("X-Openstack-Request-Id")), Is.EqualTo((200, "", (string?)null, (string?)null)));
    }

    [TestCase("application/vnd.openstack.masakari+json", "application/vnd.openstack.masakari+json")]
    [TestCase("application/vnd.openstack.masakari+json;version=1", "application/vnd.openstack.masakari+json")]
    [TestCase("application/xml", "application/json")]
    public async Task Answers_json_whatever_is_accepted(string accept, string contentType)
    {
        var answer = await api.GetAsync("/v1/extensions", ("Accept", accept));

        Assert.That((answer.Status, answer.Header("Content-Type")), Is.EqualTo((200, contentType)));
    }

    [TestCase("application/x-www-form-urlencoded", 415)]
    [TestCase("APPLICATION/JSON", 415)]
    [TestCase("*/*", 415)]
    [TestCase("application/json; charset=utf-8", 200)]
    [TestCase("text/plain", 200)]
    public async Task Looks_at_the_content_type_even_where_no_body_is_read(string contentType, int status)
    {
        var answer = await api.GetAsync("/v1/extensions", ("Content-Type", contentType));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Refuses_a_body_that_is_too_large_before_anything_else()
    {
        var answer = await api.SendAsync("POST", "/v1/nothing", new string('x', 114689));

        Assert.That(answer.Status, Is.EqualTo(413));
        Assert.That(answer.Body, Does.Contain("Request is too large. Larger than max_request_body_size (114688)."));
    }

    [TestCase(100, 400, "Malformed request body")]
    [TestCase(114689, 413, "Request is too large.")]
    public async Task Reads_a_body_that_comes_in_chunks(int length, int status, string text)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, api.Address + "/v1/segments") { Content = new ByteArrayContent(new byte[length]) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await client.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(text));
    }

    [Test]
    public async Task Gives_each_answer_below_v1_an_id_of_its_own()
    {
        var given = "req-" + Guid.NewGuid();

        var first = await api.GetAsync("/v1/nothing", ("X-Openstack-Request-Id", given));
        var second = await api.GetAsync("/v1/nothing", ("X-Openstack-Request-Id", given));

        Assert.That(first.Header("X-Openstack-Request-Id"), Is.Not.EqualTo(given).And.Not.EqualTo(second.Header("X-Openstack-Request-Id")));
    }
}
