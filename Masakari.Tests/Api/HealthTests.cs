using System.Net;
using Masakari.Core.Configuration;
using Masakari.Host.Api.Edge;
using Masakari.Tests.Persistence;

namespace Masakari.Tests.Api;

internal sealed class HealthTests(string kind) : OnEveryDatabase(kind)
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync(database: Database);

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TearDown]
    public void Enable() => File.Delete(api.DisablingFile);

    [TestCase("GET", "/healthcheck", "*/*")]
    [TestCase("GET", "/healthcheck/anything", "text/plain")]
    [TestCase("POST", "//healthcheck", "image/png")]
    [TestCase("DELETE", "/healthcheck", "application/json;q=0.4, text/plain;q=0.5")]
    public async Task Says_ok(string method, string path, string accept)
    {
        var answer = await api.SendAsync(method, path, null, ("Accept", accept));

        Assert.That((answer.Status, answer.Body, answer.Header("Content-Type")), Is.EqualTo((200, "OK", "text/plain; charset=UTF-8")));
        Assert.That(answer.Header("X-Openstack-Request-Id"), Is.Null);
    }

    [Test]
    public async Task Looks_for_the_file_each_time()
    {
        await File.WriteAllTextAsync(api.DisablingFile, "");
        var disabled = await api.GetAsync("/healthcheck");
        File.Delete(api.DisablingFile);
        var again = await api.GetAsync("/healthcheck");

        Assert.That((disabled.Status, disabled.Body, again.Status), Is.EqualTo((503, "DISABLED BY FILE", 200)));
    }

    [Test]
    public async Task Takes_a_folder_for_the_file_too()
    {
        Directory.CreateDirectory(api.DisablingFile);
        var answer = await api.GetAsync("/healthcheck");
        Directory.Delete(api.DisablingFile);

        Assert.That(answer.Status, Is.EqualTo(503));
    }

    [TestCase(false, 204)]
    [TestCase(true, 503)]
    public async Task Has_no_body_for_those_who_want_the_head(bool disabled, int status)
    {
        if (disabled)
            await File.WriteAllTextAsync(api.DisablingFile, "");

        var answer = await api.SendAsync("HEAD", "/healthcheck");

        Assert.That((answer.Status, answer.Body), Is.EqualTo((status, "")));
    }

    [TestCase(false, 200, "OK")]
    [TestCase(true, 503, "DISABLED BY FILE")]
    public async Task Speaks_json_and_html(bool disabled, int status, string reason)
    {
        if (disabled)
            await File.WriteAllTextAsync(api.DisablingFile, "");

        var json = await api.GetAsync("/healthcheck", ("Accept", "application/json"));
        var html = await api.GetAsync("/healthcheck", ("Accept", "text/html"));

        Assert.That((json.Status, html.Status), Is.EqualTo((status, status)));
        Assert.That(json.Body, Is.EqualTo($"{{\n    \"detailed\": false,\n    \"reasons\": [\n        \"{reason}\"\n    ]\n}}"));
        Assert.That(json.Header("Content-Type"), Is.EqualTo("application/json"));
        Assert.That(html.Body, Does.Contain($"<td>{reason}</td>"));
        Assert.That(html.Header("Content-Type"), Is.EqualTo("text/html; charset=UTF-8"));
    }

    [Test]
    public async Task Stands_where_the_configuration_puts_it()
    {
        await using var moved = await ApiServer.StartAsync(moreOptions: "[healthcheck]\npath = /alive/\nignore_proxied_requests = true\nallowed_source_ranges = 10.0.0.0/8, 127.0.0.1");

        var here = await moved.GetAsync("/alive/x");
        var gone = await moved.GetAsync("/healthcheck");
        var proxied = await moved.GetAsync("/alive", ("X-Forwarded-For", "127.0.0.1"));

        Assert.That((here.Status, gone.Status, proxied.Status), Is.EqualTo((200, 300, 404)));
    }

    [Test]
    public async Task Does_not_answer_other_networks()
    {
        await using var picky = await ApiServer.StartAsync(moreOptions: "[healthcheck]\nallowed_source_ranges = 10.0.0.0/8");

        var answer = await picky.GetAsync("/healthcheck");

        Assert.That((answer.Status, answer.Body), Is.EqualTo((404, "404 Not Found\n\nThe resource could not be found.\n\n   ")));
    }

    [Test]
    public async Task Takes_a_file_for_each_port()
    {
        await using var other = await ApiServer.StartAsync(moreOptions: "[healthcheck]\nbackends = disable_by_files_ports\ndisable_by_file_paths = 1:/dev/null");
        var here = HealthOptions.Read(Conf.Parse("[healthcheck]\nbackends = disable_by_files_ports\ndisable_by_file_paths = 80:/a,81:/b:c"));

        var answer = await other.GetAsync("/healthcheck");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(here.DisabledByFile, Is.Null);
        Assert.That(here.DisabledByFileOfPort, Is.EqualTo(new Dictionary<int, string> { [80] = "/a", [81] = "/b:c" }));
    }

    [Test]
    public void Tells_what_is_wrong_with_its_options()
    {
        var conf = Conf.Parse("[healthcheck]\nbackends = disable_by_files_ports, weather\ndisable_by_file_paths = x\nallowed_source_ranges = everywhere, ::1");

        var options = HealthOptions.Read(conf);

        Assert.That(conf.Errors.Select(error => error.ToString()), Has.Some.Contains("'x' is not PORT:PATH").And.Some.Contains("'everywhere' is not a network"));
        Assert.That(conf.Warnings.Single().ToString(), Does.Contain("weather"));
        Assert.That(options.Sources, Is.EqualTo(new[] { new IPNetwork(IPAddress.IPv6Loopback, 128) }));
    }
}
