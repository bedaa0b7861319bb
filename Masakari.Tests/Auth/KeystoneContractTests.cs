using Masakari.Host.Sandbox;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Auth;

/// <summary>Authentication against a Keystone over real HTTP.</summary>
internal sealed class KeystoneContractTests(string kind) : OnEveryDatabase(kind)
{
    private GuardedApi api = null!;

    [SetUp]
    public async Task Start() => api = await GuardedApi.StartAsync(Database, "http_request_max_retries = 0");

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

    // Such a token cannot be sent to Keystone at all; that does not mean that Keystone is unavailable.
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
        await using var forgetful = await GuardedApi.StartAsync(Database, "token_cache_time = -1");
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

    [TestCase("")]
    [TestCase("enforce_scope = true\nenforce_new_defaults = true")]
    [TestCase("enforce_scope = false\nenforce_new_defaults = false")]
    public async Task No_rule_is_bound_to_a_scope(string options)
    {
        await using var scoped = await GuardedApi.StartAsync(Database, policyOptions: options);

        Assert.That(await scoped.StatusAsync("/v1/segments", await scoped.LoginAsync("admin", project: null)), Is.EqualTo(200));
        Assert.That(await scoped.StatusAsync("/v1/segments", await scoped.LoginAsync("admin", "admin")), Is.EqualTo(200));
        Assert.That(await scoped.StatusAsync("/v1/segments", await scoped.LoginAsync("demo", "demo")), Is.EqualTo(403));
    }

    [Test]
    public async Task Takes_the_token_of_storage_services_when_there_is_no_other()
    {
        var token = await api.LoginAsync("admin", "admin");

        var alone = await api.SendAsync("GET", "/v1/segments", null, ("X-Storage-Token", $" {token} "));
        var behind = await api.SendAsync("GET", "/v1/segments", null, ("X-Auth-Token", "nonsense"), ("X-Storage-Token", token));

        Assert.That((alone.Status, behind.Status), Is.EqualTo((200, 401)));
    }

    [TestCase("\u0001")]
    [TestCase("a\tb")]
    [TestCase("TOKEN, TOKEN")]
    [TestCase("TOKEN\u001b")]
    public async Task What_can_be_no_token_is_refused_without_asking_keystone(string header)
    {
        var token = await api.LoginAsync("admin", "admin");
        var asked = api.Cloud.Calls.Count;

        var answer = await api.GetAsync("/v1/segments", header.Replace("TOKEN", token, StringComparison.Ordinal));

        Assert.That((answer.Status, api.Cloud.Calls.Count), Is.EqualTo((401, asked)));
    }

    [Test]
    public async Task A_token_twice_is_no_token()
    {
        var token = await api.LoginAsync("admin", "admin");

        var answer = await api.SendAsync("GET", "/v1/segments", null, ("X-Auth-Token", token), ("X-Auth-Token", token));

        Assert.That(answer.Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Options_needs_no_token_and_gets_no_more_than_that()
    {
        var answer = await api.SendAsync("OPTIONS", "/v1/segments", null);

        Assert.That((answer.Status, answer.Body, answer.Header("WWW-Authenticate"), answer.Header("X-Openstack-Request-Id")), Is.EqualTo((200, "", (string?)null, (string?)null)));
    }

    // The SDK discovers the versions like this: first without a token, then with one.
    [TestCase("/v1")]
    [TestCase("/v1/")]
    public async Task The_version_is_hidden_from_strangers_and_shown_to_any_token(string path)
    {
        var stranger = await api.SendAsync("GET", path, null);
        var version = (await api.GetAsync(path, await api.LoginAsync("demo", "demo"))).Json["version"]!;

        Assert.That(stranger.Status, Is.EqualTo(401));
        Assert.That(version.AsObject().Select(field => field.Key), Is.SupersetOf(new[] { "id", "status", "version", "min_version", "links" }));
        Assert.That(((string?)version["min_version"], (string?)version["version"]), Is.EqualTo(("1.0", "1.3")));
    }

    [Test]
    public async Task Writes_no_secret_into_the_log_with_the_events()
    {
        await using var telling = await GuardedApi.StartAsync(Database, policyOptions: "[oslo_messaging_notifications]\ndriver = log");
        var token = await telling.LoginAsync("admin", "admin");

        var answer = await telling.SendAsync("POST", "/v1/segments", """{"segment": {"name": "told", "recovery_method": "auto", "service_type": "C"}}""", ("X-Auth-Token", token));

        Assert.That(answer.Status, Is.EqualTo(201));
        Assert.That(telling.Log.Lines, Has.Some.StartsWith("2000 ").And.None.Contains(token).And.None.Contains("secret"));
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
