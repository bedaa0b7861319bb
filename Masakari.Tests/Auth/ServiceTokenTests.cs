using Masakari.Host.Sandbox;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Auth;

internal sealed class ServiceTokenTests(string kind) : OnEveryDatabase(kind)
{
    private GuardedApi api = null!;

    [SetUp]
    public async Task Start() => api = await GuardedApi.StartAsync(Database);

    [TearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Lets_a_request_pass_that_a_service_passes_on()
    {
        var status = await api.StatusAsync("/v1/segments", await AdminAsync(), ("X-Service-Token", $" {await ServiceAsync()} "));

        Assert.That(status, Is.EqualTo(200));
    }

    [Test]
    public async Task Refuses_a_good_token_of_a_user_beside_a_bad_one_of_a_service()
    {
        var answer = await api.GetAsync("/v1/segments", await AdminAsync(), ("X-Service-Token", "nonsense"));

        Assert.That((answer.Status, answer.Header("WWW-Authenticate")?.StartsWith("Keystone uri=\"http://127.0.0.1:", StringComparison.Ordinal)), Is.EqualTo((401, true)));
    }

    [Test]
    public async Task Refuses_a_services_token_without_the_role_of_a_service() =>
        Assert.That(await api.StatusAsync("/v1/segments", await AdminAsync(), ("X-Service-Token", await api.LoginAsync("demo", "demo"))), Is.EqualTo(401));

    [Test]
    public async Task Refuses_a_services_token_alone() =>
        Assert.That((await api.SendAsync("GET", "/v1/segments", null, ("X-Service-Token", await ServiceAsync()))).Status, Is.EqualTo(401));

    [Test]
    public async Task A_users_token_may_have_expired_on_its_way_through_a_service()
    {
        var user = await AdminAsync();
        Assert.That(await api.StatusAsync("/v1/segments", user), Is.EqualTo(200));
        api.Clock.Now += TimeSpan.FromMinutes(61);

        var alone = await api.StatusAsync("/v1/segments", user);
        var withService = await api.StatusAsync("/v1/segments", user, ("X-Service-Token", await ServiceAsync()));
        var aloneAgain = await api.StatusAsync("/v1/segments", user);

        Assert.That((alone, withService, aloneAgain), Is.EqualTo((401, 200, 401)));
    }

    [Test]
    public async Task A_services_own_token_must_not_have_expired()
    {
        var service = await ServiceAsync();
        api.Clock.Now += TimeSpan.FromMinutes(61);

        Assert.That(await api.StatusAsync("/v1/segments", await AdminAsync(), ("X-Service-Token", service)), Is.EqualTo(401));
    }

    [Test]
    public async Task A_service_without_the_role_passes_on_fresh_tokens_only_where_it_is_let()
    {
        await using var lenient = await GuardedApi.StartAsync(Database, "service_token_roles_required = false\nservice_token_roles = service,admin");
        var (user, member) = (await lenient.LoginAsync("admin", "admin"), await lenient.LoginAsync("demo", "demo"));
        var fresh = await lenient.StatusAsync("/v1/segments", user, ("X-Service-Token", member));
        lenient.Clock.Now += TimeSpan.FromMinutes(61);

        var expired = await lenient.StatusAsync("/v1/segments", user, ("X-Service-Token", await lenient.LoginAsync("demo", "demo")));
        var trusted = await lenient.StatusAsync("/v1/segments", user, ("X-Service-Token", await lenient.LoginAsync("masakari", "service")));

        Assert.That((fresh, expired, trusted), Is.EqualTo((200, 401, 200)));
    }

    [Test]
    public async Task Rules_can_ask_for_the_service()
    {
        api.Write("policy.yaml", "\"os_masakari_api:segments:index\": \"service_roles:service\"\n");

        Assert.That(await api.StatusAsync("/v1/segments", await AdminAsync()), Is.EqualTo(403));
        Assert.That(await api.StatusAsync("/v1/segments", await api.LoginAsync("demo", "demo"), ("X-Service-Token", await ServiceAsync())), Is.EqualTo(200));
    }

    [Test]
    public async Task Refuses_tokens_that_access_rules_limit_unless_it_knows_what_it_is_called()
    {
        var token = await api.LoginAsync(api.Cloud.AddCredential("admin", new KeystoneAccessRule("instance-ha", "GET", "/v1/**")));

        Assert.That(await api.StatusAsync("/v1/segments", token), Is.EqualTo(401));
        Assert.That(api.Log.Lines, Has.Some.StartsWith("6301 "));
    }

    [Test]
    public async Task Takes_an_application_credential_without_rules_as_its_owner() =>
        Assert.That(await api.StatusAsync("/v1/segments", await api.LoginAsync(api.Cloud.AddCredential("admin", null))), Is.EqualTo(200));

    [Test]
    public async Task Applies_the_access_rules_of_an_application_credential()
    {
        await using var named = await GuardedApi.StartAsync(Database, "service_type = instance-ha");
        var token = await named.LoginAsync(named.Cloud.AddCredential(
            "admin", new KeystoneAccessRule("instance-ha", "GET", "/v1/segments"), new KeystoneAccessRule("compute", "GET", "/v1/notifications")));

        Assert.That(await named.StatusAsync("/v1/segments", token), Is.EqualTo(200));
        Assert.That(await named.StatusAsync("/v1/notifications", token), Is.EqualTo(401));
        Assert.That((await named.SendAsync("POST", "/v1/segments", "{}", ("X-Auth-Token", token))).Status, Is.EqualTo(401));
        Assert.That(await named.StatusAsync("/v1/notifications", token, ("X-Service-Token", await named.LoginAsync("nova", "service"))), Is.EqualTo(200));
    }

    [Test]
    public async Task Access_rules_need_the_catalogue()
    {
        await using var bare = await GuardedApi.StartAsync(Database, "service_type = instance-ha\ninclude_service_catalog = false");
        var token = await bare.LoginAsync(bare.Cloud.AddCredential("admin", new KeystoneAccessRule("instance-ha", "GET", "/v1/segments")));

        Assert.That(await bare.StatusAsync("/v1/segments", token), Is.EqualTo(401));
        Assert.That(await bare.StatusAsync("/v1/segments", await bare.LoginAsync("admin", "admin")), Is.EqualTo(200));
        Assert.That(bare.Cloud.Calls.Select(call => call.Query), Has.Some.Contains("nocatalog"));
    }

    private Task<string> AdminAsync() => api.LoginAsync("admin", "admin");

    private Task<string> ServiceAsync() => api.LoginAsync("nova", "service");
}
