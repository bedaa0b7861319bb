using Masakari.Tests.Persistence;

namespace Masakari.Tests.Api;

/// <summary>The [cors] section: which answers the scripts of other origins may read.</summary>
internal sealed class CorsTests(string kind) : OnEveryDatabase(kind)
{
    private const string Page = "https://dashboard:8443";
    private const string Exposed = "X-Auth-Token,X-Openstack-Request-Id,X-Subject-Token,X-Service-Token";
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync(database: Database, moreOptions: $"""
        [cors]
        allowed_origin = {Page}, http://other

        [cors.tools]
        allowed_origin = http://tools
        allow_methods = GET
        allow_credentials = false
        max_age = 0
        expose_headers =
        """);

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("/v1/segments", 200, "OpenStack-API-Version,Origin")]
    [TestCase("/v1/segments/1", 404, "OpenStack-API-Version,Origin")]
    [TestCase("/v1/nothing", 404, "Origin")]
    public async Task Lets_pages_of_an_allowed_origin_read_every_answer(string path, int status, string vary)
    {
        var answer = await api.GetAsync(path, ("Origin", Page));

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(Granted(answer), Is.EqualTo((Page, "true", Exposed)));
        Assert.That(answer.Header("Vary"), Is.EqualTo(vary));
    }

    [Test]
    public async Task Grants_it_on_a_refused_body_too()
    {
        var answer = await api.SendAsync("POST", "/v1/segments", new string('x', 114689), ("Origin", Page));

        Assert.That((answer.Status, answer.Header("Access-Control-Allow-Origin")), Is.EqualTo((413, Page)));
    }

    [TestCase("https://dashboard")]
    [TestCase("HTTPS://dashboard:8443")]
    [TestCase("null")]
    [TestCase(null)]
    public async Task Says_nothing_to_others(string? origin)
    {
        (string, string)[] headers = origin is null ? [] : [("Origin", origin)];

        var answer = await api.GetAsync("/v1/segments", headers);

        Assert.That(Granted(answer), Is.EqualTo(((string?)null, (string?)null, (string?)null)));
        Assert.That(answer.Header("Vary"), Is.EqualTo("OpenStack-API-Version"));
    }

    [TestCase("/")]
    [TestCase("/healthcheck")]
    [TestCase("/elsewhere")]
    public async Task Is_only_for_what_is_below_v1(string path)
    {
        var answer = await api.GetAsync(path, ("Origin", Page));

        Assert.That(Granted(answer).Origin, Is.Null);
    }

    [Test]
    public async Task Answers_a_preflight()
    {
        var answer = await PreflightAsync(Page, "PUT", "x-auth-token, Content-Type");

        Assert.That((answer.Status, answer.Body, answer.Header("Content-Type")), Is.EqualTo((200, "", (string?)null)));
        Assert.That(Granted(answer), Is.EqualTo((Page, "true", (string?)null)));
        Assert.That(answer.Header("Vary"), Is.EqualTo("Origin"));
        Assert.That(answer.Header("Access-Control-Max-Age"), Is.EqualTo("3600"));
        Assert.That(answer.Header("Access-Control-Allow-Methods"), Is.EqualTo("PUT"));
        Assert.That(answer.Header("Access-Control-Allow-Headers"), Is.EqualTo("x-auth-token,Content-Type"));
        Assert.That(answer.Header("X-Openstack-Request-Id"), Is.Null);
    }

    [TestCase(Page, "OPTIONS", null)]
    [TestCase(Page, "put", null)]
    [TestCase(Page, null, null)]
    [TestCase(Page, "GET", "OpenStack-API-Version")]
    [TestCase("http://stranger", "GET", null)]
    [TestCase("http://tools", "PUT", null)]
    public async Task Grants_no_preflight_beyond_the_rules(string origin, string? method, string? wanted)
    {
        var answer = await PreflightAsync(origin, method, wanted);

        Assert.That((answer.Status, answer.Body), Is.EqualTo((200, "")));
        Assert.That(answer.Headers.Keys, Has.None.StartsWith("Access-Control").IgnoreCase.And.None.EqualTo("Vary"));
    }

    [Test]
    public async Task Has_rules_for_single_origins()
    {
        var preflight = await PreflightAsync("http://tools", "GET", null);
        var answer = await api.GetAsync("/v1/segments", ("Origin", "http://tools"));

        Assert.That(Granted(preflight), Is.EqualTo(("http://tools", (string?)null, (string?)null)));
        Assert.That((preflight.Header("Access-Control-Max-Age"), preflight.Header("Access-Control-Allow-Headers")), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(Granted(answer), Is.EqualTo(("http://tools", (string?)null, (string?)null)));
    }

    [Test]
    public async Task Answers_with_a_star_when_every_origin_is_allowed()
    {
        await using var open = await ApiServer.StartAsync(moreOptions: "[cors]\nallowed_origin = *");

        var answer = await open.GetAsync("/v1/segments", ("Origin", "http://anybody"));

        Assert.That(answer.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"));
    }

    [TestCase("GET")]
    [TestCase("OPTIONS")]
    public async Task Adds_no_headers_to_the_answer_to_a_request_without_an_origin(string method)
    {
        await using var open = await ApiServer.StartAsync(moreOptions: "[cors]\nallowed_origin = *");

        var plain = await open.SendAsync(method, "/v1/segments", null, ("Access-Control-Request-Method", "GET"));
        var empty = await open.SendAsync(method, "/v1/segments", null, ("Access-Control-Request-Method", "GET"), ("Origin", ""));

        Assert.That(plain.Headers.Keys.Concat(empty.Headers.Keys), Has.None.StartsWith("Access-Control").IgnoreCase);
        Assert.That(plain.Header("Vary"), Is.EqualTo(method == "GET" ? "OpenStack-API-Version" : null));
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("POST")]
    [TestCase("DELETE")]
    [TestCase("PATCH")]
    public async Task Grants_a_preflight_with_every_method_and_header_of_the_defaults(string method)
    {
        const string Wanted = "X-Auth-Token, X-Openstack-Request-Id, X-Identity-Status, X-Roles, X-Service-Catalog, X-User-Id, X-Tenant-Id, "
            + "Accept, Accept-Language, Content-Type, Cache-Control, Content-Language, Expires, Last-Modified, Pragma";

        var answer = await PreflightAsync(Page, method, Wanted);

        Assert.That(answer.Header("Access-Control-Allow-Methods"), Is.EqualTo(method));
        Assert.That(answer.Header("Access-Control-Allow-Headers"), Is.EqualTo(Wanted.Replace(", ", ",", StringComparison.Ordinal)));
    }

    private Task<Answer> PreflightAsync(string origin, string? method, string? wanted)
    {
        List<(string, string)> headers = [("Origin", origin)];
        if (method is not null)
            headers.Add(("Access-Control-Request-Method", method));
        if (wanted is not null)
            headers.Add(("Access-Control-Request-Headers", wanted));
        return api.SendAsync("OPTIONS", "/v1/segments", null, [.. headers]);
    }

    private static (string? Origin, string? Credentials, string? Exposed) Granted(Answer answer) => (
        answer.Header("Access-Control-Allow-Origin"), answer.Header("Access-Control-Allow-Credentials"), answer.Header("Access-Control-Expose-Headers"));
}
