using Masakari.Host.Sandbox;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Auth;

/// <summary>With delay_auth_decision the API itself answers 401 to a request without a valid token.</summary>
internal sealed class DelayedDecisionTests(string kind) : OnEveryDatabase(kind)
{
    private const string Text = "This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials "
        + "(e.g., bad password), or your browser does not understand how to supply the credentials required.";

    private GuardedApi api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await GuardedApi.StartAsync(Database, "delay_auth_decision = true\nhttp_request_max_retries = 0");

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("/v1", null)]
    [TestCase("/v1/", "")]
    [TestCase("/v1/segments", "nonsense")]
    [TestCase("/v1/nothing", "nonsense")]
    public async Task Refuses_with_a_raw_401(string path, string? token)
    {
        (string, string)[] headers = token is null ? [] : [("X-Auth-Token", token)];

        var answer = await api.SendAsync("GET", path, null, [.. headers, ("X-User-Id", "u"), ("X-Roles", "admin"), ("X-Identity-Status", "Confirmed")]);

        Assert.That((answer.Status, answer.Header("Content-Type")), Is.EqualTo((401, "text/plain; charset=UTF-8")));
        Assert.That(answer.Body, Is.EqualTo($"401 Unauthorized\n\n{Text}\n\n   "));
        Assert.That(answer.Header("WWW-Authenticate"), Does.StartWith("Keystone uri=\"http://127.0.0.1:"));
        Assert.That(answer.Header("X-Openstack-Request-Id"), Is.Not.Null);
        Assert.That(answer.Header("OpenStack-API-Version"), Is.Null);
    }

    [Test]
    public async Task Speaks_json_and_html()
    {
        var json = await api.SendAsync("GET", "/v1/segments", null, ("Accept", "application/json"));
        var html = await api.SendAsync("GET", "/v1/segments", null, ("Accept", "*/*"));

        Assert.That((json.Status, (string?)json.Json["code"], (string?)json.Json["title"]), Is.EqualTo((401, "401 Unauthorized", "Unauthorized")));
        Assert.That((html.Status, html.Header("Content-Type")), Is.EqualTo((401, "text/html; charset=UTF-8")));
        Assert.That(html.Header("WWW-Authenticate"), Is.Not.Null);
    }

    [Test]
    public async Task Does_so_for_writes_and_for_services_too()
    {
        var good = await api.LoginAsync("admin", "admin");

        var write = await api.SendAsync("POST", "/v1/segments", """{"segment": {"name": "n", "recovery_method": "auto", "service_type": "C"}}""");
        var service = await api.GetAsync("/v1/segments", good, ("X-Service-Token", "nonsense"));

        Assert.That((write.Status, service.Status), Is.EqualTo((401, 401)));
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM failover_segments"), Is.Zero);
    }

    [Test]
    public async Task Lets_good_tokens_in_and_asks_the_rules()
    {
        var (admin, member) = (await api.LoginAsync("admin", "admin"), await api.LoginAsync("demo", "demo"));

        Assert.That((await api.StatusAsync("/v1/segments", admin), await api.StatusAsync("/v1/segments", member)), Is.EqualTo((200, 403)));
    }

    [Test]
    public async Task Says_503_while_keystone_is_broken()
    {
        var token = await api.LoginAsync("masakari", "service");
        api.Cloud.Fail(new FaultRule { Effect = new FaultEffect.Status(500, "down"), Times = 1 });

        Assert.That(await api.StatusAsync("/v1/segments", token), Is.EqualTo(503));
    }
}
