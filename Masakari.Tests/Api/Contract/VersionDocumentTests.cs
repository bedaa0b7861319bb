namespace Masakari.Tests.Api.Contract;

/// <summary>The version documents by which clients find the API.</summary>
internal sealed class VersionDocumentTests(string kind) : ContractTests(kind)
{
    private const string Version = "\"id\": \"v1.0\", \"status\": \"CURRENT\", \"version\": \"1.3\", \"min_version\": \"1.0\", \"updated\": \"2016-07-01T11:33:21Z\"";
    private const string Types = "\"media-types\": [{\"base\": \"application/json\", \"type\": \"application/vnd.openstack.masakari+json;version=1\"}]";

    [TestCase("GET")]
    [TestCase("POST")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    [TestCase("OPTIONS")]
    public async Task Lists_the_versions_at_the_root_for_any_method(string method)
    {
        var answer = await Api.SendAsync(method, "/");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Body, Is.EqualTo($"{{\"versions\": [{{{Version}, \"links\": [{{\"rel\": \"self\", \"href\": \"{Api.Address}/v1/\"}}]}}]}}"));
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json"));
        Assert.That(answer.Header("X-Openstack-Request-Id"), Is.Null);
    }

    [TestCase("/v1")]
    [TestCase("/v1/")]
    [TestCase("//v1//")]
    [TestCase("/v1?limit=x")]
    [TestCase("/v1/versions/v1.0")]
    public async Task Shows_the_version_in_detail(string path)
    {
        var answer = await Api.GetAsync(path);

        Assert.That(answer.Body, Is.EqualTo(
            $"{{\"version\": {{{Version}, \"links\": [{{\"rel\": \"self\", \"href\": \"{Api.Address}/v1/\"}}, "
            + $"{{\"rel\": \"describedby\", \"type\": \"text/html\", \"href\": \"https://docs.openstack.org/\"}}], {Types}}}}}"));
        Assert.That((answer.Header("OpenStack-API-Version"), answer.Header("Vary")), Is.EqualTo(("masakari 1.0", "OpenStack-API-Version")));
    }

    [TestCase("/foo", "/v1/foo")]
    [TestCase("/foo/", "/v1/foo/")]
    [TestCase("//foo//bar?x=y", "/v1/foo/bar")]
    [TestCase("/v2", "/v1/v2")]
    [TestCase("/V1/segments", "/v1/V1/segments")]
    [TestCase("/v1.0", "/v1/v1.0")]
    [TestCase("/versions", "/v1/versions")]
    [TestCase("/healthcheckx", "/v1/healthcheckx")]
    [TestCase("/a%20b%22c%0A", "/v1/a%20b%22c%0A")]
    [TestCase("/%C3%BC", "/v1/%C3%BC")]
    [TestCase("/a%2Fb", "/v1/a%2Fb")]
    public async Task Offers_the_version_there_is_at_any_other_path(string path, string offered)
    {
        var answer = await Api.SendAsync("DELETE", path);

        Assert.That(answer.Status, Is.EqualTo(300));
        Assert.That(answer.Body, Is.EqualTo(
            $"{{\"choices\": [{{\"id\": \"v1.0\", \"status\": \"CURRENT\", \"links\": [{{\"rel\": \"self\", \"href\": \"{Api.Address}{offered}\"}}], {Types}}}]}}"));
    }

    [TestCase("/")]
    [TestCase("/elsewhere")]
    public async Task Gives_the_head_of_what_it_would_say(string path)
    {
        var whole = await Api.GetAsync(path);
        var head = await Api.SendAsync("HEAD", path);

        Assert.That((head.Status, head.Body, head.Header("Content-Length")), Is.EqualTo((whole.Status, "", whole.Header("Content-Length"))));
    }

    [TestCase("GET / HTTP/1.1\r\nHost: cloud:8080", "http://cloud:8080/v1/")]
    [TestCase("GET http://cloud/ HTTP/1.1\r\nHost: cloud", "http://cloud/v1/")]
    [TestCase("GET http://cloud HTTP/1.1\r\nHost: another", "http://cloud/v1/")]
    public async Task Begins_links_as_the_client_addressed_it(string request, string href)
    {
        var answer = await Api.SayAsync(request + "\r\nConnection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 200 OK").And.Contain($"\"href\": \"{href}\""));
    }
}
