using Masakari.Host.Sandbox;

namespace Masakari.Tests.Auth;

/// <summary>api.md 8 against a Keystone over real HTTP.</summary>
public sealed class KeystoneContractTests
{
    private GuardedApi api = null!;

    [SetUp]
    public async Task Start() => api = await GuardedApi.StartAsync("http_request_max_retries = 0");

    [TearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("GET", "/v1/segments", null, "segments:index")]
    [TestCase("GET", "/v1/segments/x", null, "segments:detail")]
    [TestCase("POST", "/v1/segments", """{"segment": {"name": "n", "recovery_method": "auto", "service_type": "C"}}""", "segments:create")]
    [TestCase("PUT", "/v1/segments/x", """{"segment": {"name": "n"}}""", "segments:update")]
    [TestCase("DELETE", "/v1/segments/x", null, "segments:delete")]
    [TestCase("GET", "/v1/segments/x/hosts", null, "os-hosts:index")]
    [TestCase("GET", "/v1/segments/x/hosts/y", null, "os-hosts:detail")]
    [TestCase("POST", "/v1/segments/x/hosts", """{"host": {"name": "n", "type": "C", "control_attributes": "S"}}""", "os-hosts:create")]
    [TestCase("PUT", "/v1/segments/x/hosts/y", """{"host": {"name": "n"}}""", "os-hosts:update")]
    [TestCase("DELETE", "/v1/segments/x/hosts/y", null, "os-hosts:delete")]
    [TestCase("GET", "/v1/notifications", null, "notifications:index")]
    [TestCase("GET", "/v1/notifications/x", null, "notifications:detail")]
    [TestCase("POST", "/v1/notifications", """{"notification": {"type": "VM", "hostname": "h", "generated_time": "2026", "payload": {}}}""", "notifications:create")]
    [TestCase("GET", "/v1/notifications/x/vmoves", null, "vmoves:index")]
    [TestCase("GET", "/v1/notifications/x/vmoves/y", null, "vmoves:detail")]
    [TestCase("GET", "/v1/extensions", null, "extensions:index")]
    [TestCase("GET", "/v1/extensions/segments", null, "extensions:detail")]
    public async Task A_member_may_do_nothing_and_is_told_by_which_rule(string method, string path, string? body, string rule)
    {
        var answer = await api.SendAsync(method, path, body, ("X-Auth-Token", await api.LoginAsync("demo", "demo")), ("X-Roles", "admin"), ("X-Is-Admin", "True"));

        Assert.That((answer.Status, answer.Message), Is.EqualTo((403, $"Policy doesn't allow os_masakari_api:{rule} to be performed.")));
    }

    [Test]
    public async Task An_administrator_of_the_system_has_no_project()
    {
        var token = await api.LoginAsync("admin", project: null);

        var answer = await api.GetAsync("/v1/abc/segments", token);

        Assert.That(await api.StatusAsync("/v1/segments", token), Is.EqualTo(200));
        Assert.That((answer.Status, answer.Message), Is.EqualTo(
            (400, "Malformed request URL: URL's project_id 'abc' doesn't match Context's project_id 'None'")));
    }

    // Keystone could not even be asked for it; that is no reason to say that it is away.
    [TestCase("X-Auth-Token")]
    [TestCase("X-Storage-Token")]
    [TestCase("X-Service-Token")]
    public async Task A_token_with_letters_that_no_token_has_is_refused(string header)
    {
        var token = header == "X-Service-Token" ? await api.LoginAsync("admin", "admin") : "";

        var answer = await api.GetAsync("/v1/segments", token, (header, "z\u00fcrich"));

        Assert.That((answer.Status, answer.Message), Is.EqualTo((401, "The request you have made requires authentication.")));
    }

    [Test]
    public async Task Tells_clients_the_address_that_it_logs_in_at_itself_when_no_other_is_set()
    {
        var answer = await api.GetAsync("/v1", "nonsense");

        Assert.That(answer.Header("WWW-Authenticate"), Does.Match("^Keystone uri=\"http://127.0.0.1:[0-9]+/identity\"$"));
    }

    [Test]
    public async Task A_revoked_token_is_believed_until_its_entry_lapses_and_our_own_is_renewed()
    {
        var token = await api.LoginAsync("admin", "admin");
        var before = await api.StatusAsync("/v1/segments", token);
        api.Cloud.RevokeTokens();
        var cached = await api.StatusAsync("/v1/segments", token);
        api.Clock.Now += TimeSpan.FromSeconds(300);

        var lapsed = await api.StatusAsync("/v1/segments", token);
        var other = await api.StatusAsync("/v1/segments", await api.LoginAsync("admin", "admin"));

        Assert.That((before, cached, lapsed, other), Is.EqualTo((200, 200, 401, 200)));
    }

    [Test]
    public async Task Asks_at_each_request_when_nothing_is_cached()
    {
        await using var forgetful = await GuardedApi.StartAsync("token_cache_time = -1");
        var token = await forgetful.LoginAsync("admin", "admin");
        await forgetful.StatusAsync("/v1/segments", token);
        forgetful.Cloud.RevokeTokens();

        Assert.That(await forgetful.StatusAsync("/v1/segments", token), Is.EqualTo(401));
    }

    [Test]
    public async Task Goes_on_with_known_tokens_while_keystone_is_broken()
    {
        var (known, other) = (await api.LoginAsync("admin", "admin"), await api.LoginAsync("masakari", "service"));
        await api.StatusAsync("/v1/segments", known);
        api.Cloud.Fail(new FaultRule { Effect = new FaultEffect.Status(500, "down"), Times = int.MaxValue });

        Assert.That(await api.StatusAsync("/v1/segments", known), Is.EqualTo(200));
        Assert.That(await api.StatusAsync("/v1/segments", other), Is.EqualTo(503));
    }

    [Test]
    public async Task Writes_no_token_into_the_log()
    {
        var token = await api.LoginAsync("admin", "admin");
        await api.StatusAsync("/v1/segments", token, ("X-Service-Token", await api.LoginAsync("nova", "service")));
        await api.StatusAsync("/v1/segments", "gAAAAAnonsense");

        Assert.That(api.Log.Lines, Is.Not.Empty.And.None.Contains("gAAAAA"));
    }
}
