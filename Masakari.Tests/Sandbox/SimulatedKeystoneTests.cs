using System.Net.Http.Json;
using System.Text.Json;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Sandbox;

public sealed class SimulatedKeystoneTests
{
    private const string Admin = """{"project": {"name": "admin", "domain": {"name": "Default"}}}""";
    private readonly FakeClock clock = new();
    private SimulatedCloud cloud = null!;

    [SetUp]
    public void StartCloud() => cloud = new SimulatedCloud(clock, new SimulatedCloudOptions { TokenLifetime = TimeSpan.FromMinutes(30) });

    [Test]
    public async Task Gives_a_token_with_roles_and_a_catalogue()
    {
        using var client = new CloudClient(cloud);

        using var answer = await client.RequestTokenAsync("admin", "secret", Admin);

        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token");
        var catalogue = token.GetProperty("catalog").EnumerateArray().ToDictionary(
            s => s.GetProperty("type").GetString()!, s => s.GetProperty("endpoints")[0].GetProperty("url").GetString());
        Assert.Multiple(() =>
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(201));
            Assert.That(token.GetProperty("roles").EnumerateArray().Select(r => r.GetProperty("name").GetString()), Does.Contain("admin"));
            Assert.That(token.GetProperty("expires_at").GetDateTimeOffset(), Is.EqualTo(clock.GetUtcNow() + TimeSpan.FromMinutes(30)));
            Assert.That(catalogue["compute"], Is.EqualTo("http://cloud.test/compute/v2.1"));
            Assert.That(catalogue.Keys, Is.EquivalentTo((string[])["compute", "identity", "instance-ha"]));
        });
    }

    [TestCase("admin", "wrong", Admin)]
    [TestCase("nobody", "secret", Admin)]
    [TestCase("demo", "secret", Admin)]
    [TestCase("demo", "secret", """{"system": {"all": true}}""")]
    public async Task Refuses_a_login_that_is_not_right(string user, string password, string scope)
    {
        using var client = new CloudClient(cloud);

        using var answer = await client.RequestTokenAsync(user, password, scope);

        Assert.That(((int)answer.StatusCode, cloud.TokensGiven), Is.EqualTo((401, 0)));
    }

    [Test]
    public async Task A_token_of_system_scope_has_no_project()
    {
        using var client = new CloudClient(cloud);

        using var answer = await client.RequestTokenAsync("admin", "secret", """{"system": {"all": true}}""");

        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token");
        Assert.That((token.TryGetProperty("system", out _), token.TryGetProperty("project", out _)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Validates_a_token_until_it_expires()
    {
        using var service = await CloudClient.LoginAsync(cloud, "masakari", "service");
        clock.Advance(TimeSpan.FromMinutes(20));
        using var user = await CloudClient.LoginAsync(cloud, "demo", "demo");

        using var valid = await service.SendAsync(HttpMethod.Get, "/identity/v3/auth/tokens", subject: user.Token);
        using var unknown = await service.SendAsync(HttpMethod.Get, "/identity/v3/auth/tokens", subject: "nix");
        clock.Advance(TimeSpan.FromMinutes(20));
        using var expiredCaller = await service.SendAsync(HttpMethod.Get, "/identity/v3/auth/tokens", subject: user.Token);

        Assert.That(
            ((int)valid.StatusCode, (int)unknown.StatusCode, (int)expiredCaller.StatusCode),
            Is.EqualTo((200, 404, 401)));
    }

    [Test]
    public async Task Nova_refuses_a_token_after_all_were_revoked()
    {
        using var client = await CloudClient.LoginAsync(cloud);

        cloud.RevokeTokens();

        Assert.That(await client.StatusAsync(HttpMethod.Get, "/compute/v2.1/os-services"), Is.EqualTo(401));
    }

    [Test]
    public async Task Nova_refuses_a_microversion_from_the_future()
    {
        using var client = await CloudClient.LoginAsync(cloud);
        client.Version = "2.99";

        Assert.That(await client.StatusAsync(HttpMethod.Get, "/compute/v2.1/servers/detail"), Is.EqualTo(406));
    }

    [TestCase("/compute/v2.1/os-services")]
    [TestCase("/compute/v2.1/os-migrations")]
    [TestCase("/compute/v2.1/servers/detail?all_tenants=True")]
    public async Task Nova_shows_hosts_and_other_projects_to_admins_only(string path)
    {
        using var client = await CloudClient.LoginAsync(cloud, "demo", "demo");

        Assert.That(await client.StatusAsync(HttpMethod.Get, path), Is.EqualTo(403));
    }
}
