using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.InstanceHa;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.OpenStack.InstanceHa;

/// <summary>The client of the REST API, as its requests look.</summary>
public sealed class InstanceHaClientTests
{
    private const string Notification = """{"notification": {"type": "VM", "hostname": "c1"}}""";

    private readonly FakeClock clock = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
    private ScriptedCloud cloud = null!;
    private OpenStackClients clients = null!;

    [SetUp]
    public void Begin()
    {
        cloud = new ScriptedCloud(clock) { Catalogue = Registered("instance-ha", "http://cloud/ha") };
        clients = new OpenStackClients(_ => cloud, clock, new Random(1), NullLoggerFactory.Instance);
    }

    [TearDown]
    public void End()
    {
        clients.Dispose();
        cloud.Dispose();
    }

    [Test]
    public async Task Follows_the_pages_to_the_end()
    {
        cloud.On("GET /ha/v1/segments?service_type=a%20b", (200, """{"segments": [{"id": 7}, {"id": 5}]}"""));
        cloud.On("GET /ha/v1/segments?service_type=a%20b&marker=5", (200, """{"segments": [{"id": 3}]}"""));
        cloud.On("GET /ha/v1/segments?service_type=a%20b&marker=3", (200, """{"segments": []}"""));

        var all = await Client().ListAsync(ApiPath.Segments, [new("service_type", "a b")], limit: null, default).ToListAsync();

        Assert.That(all.Select(one => (int)one["id"]!), Is.EqualTo([7, 5, 3]));
    }

    [Test]
    public async Task Asks_for_no_more_than_the_limit()
    {
        cloud.On("GET /ha/v1/notifications?limit=3", (200, """{"notifications": [{"id": 7}, {"id": 5}]}"""));
        cloud.On("GET /ha/v1/notifications?limit=1&marker=5", (200, """{"notifications": [{"id": 3}]}"""));

        var some = await Client().ListAsync(ApiPath.Notifications, [], limit: 3, default).ToListAsync();

        Assert.That(some, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Asks_for_a_version_only_when_told_to()
    {
        cloud.On("POST /ha/v1/notifications", (202, Notification));

        await Client().CreateAsync(ApiPath.Notifications, [], default);
        await Client("1.3").CreateAsync(ApiPath.Notifications, [], default);

        var versions = cloud.Requests.Where(seen => seen.Line == "POST /ha/v1/notifications")
            .Select(seen => seen.Headers.GetValueOrDefault("OpenStack-API-Version"));
        Assert.That(versions, Is.EqualTo([null, "instance-ha 1.3"]));
    }

    [Test]
    public async Task Shows_changes_and_deletes_an_item()
    {
        cloud.On("GET /ha/v1/segments/s%201/hosts/h1", (200, """{"host": {"name": "c1"}}"""));
        cloud.On("PUT /ha/v1/segments/s%201/hosts/h1", (200, """{"host": {"name": "c2"}}"""));
        cloud.On("DELETE /ha/v1/segments/s%201/hosts/h1", (204, ""));
        var hosts = ApiPath.Hosts("s 1");

        Assert.That((string?)(await Client().ShowAsync(hosts, "h1", default))["name"], Is.EqualTo("c1"));
        Assert.That((string?)(await Client().UpdateAsync(hosts, "h1", new() { ["name"] = "c2" }, default))["name"], Is.EqualTo("c2"));
        await Client().DeleteAsync(hosts, "h1", default);

        Assert.That(cloud.Requests.Single(seen => seen.Line.StartsWith("PUT", StringComparison.Ordinal)).Body, Is.EqualTo("""{"host":{"name":"c2"}}"""));
        Assert.That(cloud.Count("DELETE /ha/v1/segments/s%201/hosts/h1"), Is.EqualTo(1));
    }

    [TestCase("ha")]
    [TestCase("masakari")]
    public async Task Finds_the_service_under_the_types_of_older_clouds(string type)
    {
        cloud.Catalogue = Registered(type, "http://cloud/ha/v1/0123456789abcdef");
        cloud.On("GET /ha/v1/segments/s1", (200, """{"segment": {"name": "one"}}"""));

        var found = await Client().ShowAsync(ApiPath.Segments, "s1", default);

        Assert.That((string?)found["name"], Is.EqualTo("one"));
    }

    [Test]
    public async Task Says_once_that_the_type_is_another_one()
    {
        var log = new FakeLogCollector();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(new FakeLoggerProvider(log)));
        using var own = new OpenStackClients(_ => cloud, clock, new Random(1), loggers);
        cloud.Catalogue = Registered("ha", "http://cloud/ha");
        cloud.On("GET /ha/v1/segments/s1", (200, """{"segment": {"name": "one"}}"""));
        var client = own.InstanceHa(Account(), InstanceHaClient.AnyEndpoint, new TransportOptions(), microversion: null);

        await client.ShowAsync(ApiPath.Segments, "s1", default);
        await client.ShowAsync(ApiPath.Segments, "s1", default);

        Assert.That(log.Lines, Has.One.StartWith(
            "4004 Masakari is registered in Keystone's catalogue with the type ha instead of instance-ha, and is used"));
    }

    [Test]
    public void Tells_what_the_api_says_of_a_failure()
    {
        cloud.On("GET /ha/v1/segments/s1", (404, """{"itemNotFound": {"code": 404, "message": "No failover segment with id s1."}}"""));

        Assert.That(
            async () => await Client().ShowAsync(ApiPath.Segments, "s1", default),
            Throws.InstanceOf<OpenStackException>().With.Message.EqualTo("Masakari: show segment s1: 404 No failover segment with id s1."));
    }

    [TestCase("""{"hosts": {}}""", "the answer has no hosts")]
    [TestCase("""{"hosts": [1]}""", "an item is no object")]
    [TestCase("""{"hosts": [{}]}""", "an item has no id")]
    public void Says_what_is_wrong_with_an_answer(string body, string why)
    {
        cloud.On("GET /ha/v1/segments/s1/hosts", (200, body));

        Assert.That(
            async () => await Client().ListAsync(ApiPath.Hosts("s1"), [], limit: null, default).ToListAsync(),
            Throws.InstanceOf<OpenStackException>().With.Message.EqualTo($"Masakari: hosts: the answer can't be read: {why}"));
    }

    [Test]
    public async Task Logs_in_with_a_token()
    {
        cloud.On("DELETE /ha/v1/segments/s1", (204, ""));
        var account = Account() with { Token = "a-token", ProjectName = "p", ProjectDomainName = "Default" };

        await Client(account: account).DeleteAsync(ApiPath.Segments, "s1", default);

        Assert.That(LoginBody(), Is.EqualTo(
            """{"auth":{"identity":{"methods":["token"],"token":{"id":"a-token"}},"scope":{"project":{"name":"p","domain":{"name":"Default"}}}}}"""));
    }

    [Test]
    public async Task Logs_in_with_an_application_credential_and_asks_for_no_scope()
    {
        cloud.On("DELETE /ha/v1/segments/s1", (204, ""));
        var account = Account() with { Application = new() { Name = "ha", Secret = "a-secret" }, ProjectName = "p" };

        await Client(account: account).DeleteAsync(ApiPath.Segments, "s1", default);

        Assert.That(LoginBody(), Is.EqualTo(
            """{"auth":{"identity":{"methods":["application_credential"],"application_credential":"""
            + """{"name":"ha","user":{"name":"admin","domain":{"name":"Default"}},"secret":"a-secret"}}}}"""));
        Assert.That($"{account}", Does.Not.Contain("a-secret"));
    }

    private string LoginBody() => cloud.Requests.Single(seen => seen.Line == ScriptedCloud.Login).Body;

    private InstanceHaClient Client(string? microversion = null, KeystoneCredentials? account = null) =>
        clients.InstanceHa(account ?? Account(), InstanceHaClient.AnyEndpoint, new TransportOptions(), microversion);

    private static KeystoneCredentials Account() => new()
    {
        AuthUrl = new Uri("http://cloud/identity/v3"),
        UserName = "admin",
        UserDomainName = "Default",
        Password = "pass-word",
    };

    private static string Registered(string type, string url) =>
        $$"""[{"type": "{{type}}", "name": "masakari", "endpoints": [{"interface": "public", "region": "R1", "url": "{{url}}"}]}]""";
}
