using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masakari.Core.Configuration;
using Masakari.Core.Persistence;
using Masakari.Host.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.RealCloud;

/// <summary>Which callers the service accepts with the real Keystone. The fixture creates a user and deletes it afterwards.</summary>
[Category("RealCloud")]
internal sealed class KeystonePolicyRealCloudTests
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly FakeLogCollector log = new();
    private readonly string name = $"masakari-member-{Guid.NewGuid():N}";
    private DirectoryInfo folder = null!;
    private IHost masakari = null!;
    private string admin = "";
    private string? userId;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        folder = Directory.CreateTempSubdirectory("masakari-policy-");
        var text = LabConf.For(TheLab.Lab, $"sqlite:///{folder.FullName}/masakari.sqlite")
            + "\ntoken_cache_time = -1\nservice_type = instance-ha\n";
        masakari = MasakariService.Build(Conf.Parse(text), ServiceRole.Api, services => services
            .AddLogging(logging => logging.ClearProviders().AddProvider(new FakeLoggerProvider(log)))
            .AddSingleton(new ListenOptions { Host = "127.0.0.1", Port = 0 }));
        await masakari.Services.GetRequiredService<Migrator>().PrepareAsync(CancellationToken.None);
        await masakari.StartAsync();
        admin = await LoginAsync(TheLab.Lab["OS_USERNAME"], TheLab.Lab["OS_PASSWORD"]);
        await MakeMemberAsync();
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (userId is not null)
            (await KeystoneAsync(HttpMethod.Delete, $"users/{userId}", null)).Dispose();
        await ((IAsyncDisposable)masakari).DisposeAsync();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_member_is_forbidden_what_an_administrator_may()
    {
        var member = await LoginAsync(name, name);
        const string Segment = """{"segment": {"name": "policy", "recovery_method": "auto", "service_type": "COMPUTE"}}""";

        Assert.That(
            await AskAsync(HttpMethod.Get, "/v1/segments", member),
            Is.EqualTo((403, "Policy doesn't allow os_masakari_api:segments:index to be performed.")));
        Assert.That(
            await AskAsync(HttpMethod.Post, "/v1/segments", member, Segment),
            Is.EqualTo((403, "Policy doesn't allow os_masakari_api:segments:create to be performed.")));
        Assert.That((await AskAsync(HttpMethod.Get, "/v1/segments", admin)).Status, Is.EqualTo(200));
        Assert.That((await AskAsync(HttpMethod.Post, "/v1/segments", admin, Segment)).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task A_revoked_token_is_refused()
    {
        var token = await LoginAsync(TheLab.Lab["OS_USERNAME"], TheLab.Lab["OS_PASSWORD"]);
        Assert.That((await AskAsync(HttpMethod.Get, "/v1/notifications", token)).Status, Is.EqualTo(200));

        (await KeystoneAsync(HttpMethod.Delete, "auth/tokens", null, token)).Dispose();

        Assert.That((await AskAsync(HttpMethod.Get, "/v1/notifications", token)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_credential_is_good_for_what_its_access_rules_say()
    {
        var member = await LoginAsync(name, name);
        using var made = await KeystoneAsync(HttpMethod.Post, $"users/{userId}/application_credentials", new
        {
            application_credential = new
            {
                name, access_rules = new[] { new { service = "instance-ha", method = "GET", path = "/v1/segments" } },
            },
        }, own: member);
        var credential = (await made.Content.ReadFromJsonAsync<JsonNode>())!["application_credential"]!;
        var token = await TokenAsync(new
        {
            identity = new
            {
                methods = new[] { "application_credential" },
                application_credential = new { id = (string?)credential["id"], secret = (string?)credential["secret"] },
            },
        });

        Assert.That((await AskAsync(HttpMethod.Get, "/v1/segments", token)).Status, Is.EqualTo(403), "let in, but a member");
        Assert.That((await AskAsync(HttpMethod.Get, "/v1/notifications", token)).Status, Is.EqualTo(401));
    }

    private async Task MakeMemberAsync()
    {
        using var user = await KeystoneAsync(HttpMethod.Post, "users", new { user = new { name, password = name, domain_id = "default" } });
        userId = (string?)(await user.Content.ReadFromJsonAsync<JsonNode>())!["user"]!["id"];
        var role = await IdAsync("roles", "member");
        (await KeystoneAsync(
            HttpMethod.Put, $"projects/{await IdAsync("projects", TheLab.Lab["OS_PROJECT_NAME"])}/users/{userId}/roles/{role}", null))
            .Dispose();
    }

    private async Task<string> IdAsync(string kind, string called)
    {
        using var found = await KeystoneAsync(HttpMethod.Get, $"{kind}?name={called}", null);
        return (string)(await found.Content.ReadFromJsonAsync<JsonNode>())![kind]![0]!["id"]!;
    }

    private Task<string> LoginAsync(string user, string password)
    {
        var domain = new { id = "default" };
        return TokenAsync(new
        {
            identity = new { methods = new[] { "password" }, password = new { user = new { name = user, domain, password } } },
            scope = new { project = new { name = TheLab.Lab["OS_PROJECT_NAME"], domain } },
        });
    }

    private async Task<string> TokenAsync(object auth)
    {
        using var answer = await http.PostAsync(Keystone("auth/tokens"), Json(new { auth }));
        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("X-Subject-Token").Single();
    }

    private async Task<HttpResponseMessage> KeystoneAsync(
        HttpMethod method, string path, object? body, string? subject = null, string? own = null)
    {
        using var request = new HttpRequestMessage(method, Keystone(path));
        request.Headers.Add("X-Auth-Token", own ?? admin);
        if (subject is not null)
            request.Headers.Add("X-Subject-Token", subject);
        if (body is not null)
            request.Content = Json(body);
        return (await http.SendAsync(request)).EnsureSuccessStatusCode();
    }

    private async Task<(int Status, string? Message)> AskAsync(HttpMethod method, string path, string token, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(((WebApplication)masakari).Urls.First() + path));
        request.Headers.Add("X-Auth-Token", token);
        if (body is not null)
            request.Content = new StringContent(body, mediaType: new("application/json"));
        using var answer = await http.SendAsync(request);
        var first = (await answer.Content.ReadFromJsonAsync<JsonNode>())!.AsObject().First().Value;
        return ((int)answer.StatusCode,
            first is JsonObject fault && fault.TryGetPropertyValue("message", out var message) ? (string?)message : null);
    }

    // With a content length: the lab's Keystone cannot read a chunked body.
    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), mediaType: new("application/json"));

    private static Uri Keystone(string path) => new($"{TheLab.Lab["OS_AUTH_URL"]}/{path}");   // ends in /v3
}
