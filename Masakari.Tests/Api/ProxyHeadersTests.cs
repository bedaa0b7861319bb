using Masakari.Tests.Persistence;

namespace Masakari.Tests.Api;

/// <summary>Links in answers when a proxy sends Forwarded or X-Forwarded-* headers.</summary>
internal sealed class ProxyHeadersTests(string kind) : OnEveryDatabase(kind)
{
    private ApiServer trusting = null!;
    private ApiServer wary = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        trusting = await ApiServer.StartAsync(database: Database, moreOptions: "[oslo_middleware]\nenable_proxy_headers_parsing = true");
        wary = await ApiServer.StartAsync(database: Database, moreOptions: "[wsgi]\nsecure_proxy_ssl_header = HTTP_X_SCHEME");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await trusting.DisposeAsync();
        await wary.DisposeAsync();
    }

    [TestCase("Forwarded: proto=https;host=\"api.example:8443\";for=192.0.2.1, proto=http;host=inner", "https://api.example:8443/v1/")]
    [TestCase("Forwarded: Proto=https | X-Forwarded-Host: ignored", "https://{host}/v1/")]
    [TestCase("Forwarded: host=\"[2001:db8::1]\"", "http://[2001:db8::1]/v1/")]
    [TestCase("X-Forwarded-Proto: https | X-Forwarded-Host: api.example | X-Forwarded-For: 192.0.2.1", "https://api.example/v1/")]
    [TestCase("X-Forwarded-Proto: https, http", "https://{host}/v1/")]
    [TestCase("X-Forwarded-Proto: gopher", "http://{host}/v1/")]
    [TestCase("X-Forwarded-Prefix: /instance-ha", "http://{host}/instance-ha/v1/")]
    [TestCase("X-Forwarded-Prefix: ha/ | Forwarded: proto=https", "https://{host}/ha/v1/")]
    [TestCase("Forwarded: ;=;;x", "http://{host}/v1/")]
    [TestCase("X-Forwarded-Host: x/../y?z#", "http://{host}/v1/")]
    [TestCase("X-Forwarded-Host: a..b", "http://{host}/v1/")]
    [TestCase("X-Forwarded-Host: :::", "http://{host}/v1/")]
    [TestCase("X-Forwarded-Host: a b\"<x>", "http://{host}/v1/")]
    [TestCase("Forwarded: host=\"user@evil\"", "http://{host}/v1/")]
    [TestCase("X-Forwarded-Prefix: //evil.example", "http://{host}/evil.example/v1/")]
    public async Task Links_lead_where_the_client_came_from(string headers, string href)
    {
        var answer = await trusting.GetAsync("/", Headers(headers));

        Assert.That(Self(answer), Is.EqualTo(href.Replace("{host}", new Uri(trusting.Address).Authority, StringComparison.Ordinal)));
    }

    [Test]
    public async Task The_document_of_v1_says_the_same()
    {
        var answer = await trusting.GetAsync("/v1/", Headers("Forwarded: proto=https;host=api | X-Forwarded-Prefix: /ha"));

        Assert.That(answer.Json["version"]!["links"]![0]!["href"]!.GetValue<string>(), Is.EqualTo("https://api/ha/v1/"));
    }

    [TestCase("Forwarded: proto=https;host=api.example")]
    [TestCase("X-Forwarded-Proto: https | X-Forwarded-Host: api.example | X-Forwarded-Prefix: /x")]
    public async Task Nobody_is_believed_without_the_option(string headers)
    {
        var answer = await wary.GetAsync("/", Headers(headers));

        Assert.That(Self(answer), Is.EqualTo($"{wary.Address}/v1/"));
    }

    [Test]
    public async Task One_header_may_say_https_in_any_case()
    {
        var answer = await wary.GetAsync("/", ("X-Scheme", "https"));

        Assert.That(Self(answer), Does.StartWith("https://"));
    }

    [Test]
    public async Task The_older_word_for_the_option_will_do()
    {
        await using var api = await ApiServer.StartAsync(moreOptions: "use_forwarded_for = true");

        var answer = await api.GetAsync("/", ("X-Forwarded-Host", "api.example"));

        Assert.That(Self(answer), Is.EqualTo("http://api.example/v1/"));
    }

    [Test]
    public async Task A_prefix_for_links_stands_before_everything()
    {
        await using var api = await ApiServer.StartAsync(moreOptions: "osapi_masakari_link_prefix = https://cloud/ha/\nuse_forwarded_for = true");

        var plain = await api.GetAsync("/");
        var prefixed = await api.GetAsync("/foo", ("X-Forwarded-Prefix", "/inner"));

        Assert.That(Self(plain), Is.EqualTo("https://cloud/ha/v1/"));
        Assert.That(prefixed.Json["choices"]![0]!["links"]![0]!["href"]!.GetValue<string>(), Is.EqualTo("https://cloud/ha/inner/v1/foo"));
    }

    private static string Self(Answer answer) => answer.Json["versions"]![0]!["links"]![0]!["href"]!.GetValue<string>();

    private static (string, string)[] Headers(string text) =>
        [.. text.Split(" | ").Select(line => line.Split(": ", 2)).Select(line => (line[0], line[1]))];
}
