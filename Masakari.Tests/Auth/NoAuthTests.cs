using Masakari.Tests.Api;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Auth;

/// <summary>With <c>noauth2</c> every caller is admin; headers give the caller's identity.</summary>
internal sealed class NoAuthTests(string kind) : OnEveryDatabase(kind)
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masakari-noauth-");
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var policy = Path.Combine(folder.FullName, "policy.yaml");
        await File.WriteAllTextAsync(policy, "\"os_masakari_api:notifications:index\": \"role:auditor\"\n\"os_masakari_api:extensions:index\": \"user_id:ann\"\n");
        api = await ApiServer.StartAsync(database: Database, moreOptions: $"[oslo_policy]\npolicy_file = {policy}");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [TestCase("X-Project-Id", "abc", 200)]
    [TestCase("X-Tenant-Id", "abc", 200)]
    [TestCase("X-Project-Id", "def", 400)]
    [TestCase("X-Auth-Token", "user:abc", 400)]
    public async Task The_project_stands_in_a_header_and_not_in_the_token(string header, string value, int status)
    {
        var answer = await api.GetAsync("/v1/abc/segments", (header, value));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Without_one_there_is_no_project()
    {
        var answer = await api.GetAsync("/v1/abc/segments");

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, "Malformed request URL: URL's project_id 'abc' doesn't match Context's project_id 'None'")));
    }

    [TestCase("/v1/segments", null, null, 200)]
    [TestCase("/v1/segments", "X-Roles", "reader", 200)]
    [TestCase("/v1/notifications", null, null, 403)]
    [TestCase("/v1/notifications", "X-Roles", "reader, Auditor", 200)]
    [TestCase("/v1/notifications", "X-Auth-Token", "auditor", 403)]
    [TestCase("/v1/extensions", "X-User-Id", "ann", 200)]
    [TestCase("/v1/extensions", "X-User-Id", "bob", 403)]
    public async Task Defaults_let_everybody_in_and_other_rules_look_at_the_headers(string path, string? header, string? value, int status)
    {
        (string, string)[] headers = header is null ? [] : [(header, value!)];

        var answer = await api.GetAsync(path, headers);

        Assert.That(answer.Status, Is.EqualTo(status));
    }
}
