using System.Net;
using Masakari.Core.Configuration;
using Masakari.Host.Service;
using Masakari.Tests.Api;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.Service;

public sealed class ListenerTests
{
    private Certificates certificates = null!;

    [SetUp]
    public void Begin()
    {
        certificates = new Certificates();
        certificates.Issue("server").Dispose();
    }

    [TearDown]
    public void End() => certificates.Dispose();

    [Test]
    public async Task Listens_on_ipv6_and_puts_its_address_into_brackets()
    {
        await using var api = await ApiServer.StartAsync(moreOptions: "masakari_api_listen = ::1");

        var answer = await api.GetAsync("/");

        Assert.That(api.Address, Does.StartWith("http://[::1]:"));
        Assert.That(answer.Body, Does.Contain($"\"href\": \"{api.Address}/v1/\""));
    }

    [Test]
    public async Task Knows_where_it_is_asked_when_the_client_does_not_say()
    {
        await using var api = await ApiServer.StartAsync(moreOptions: "masakari_api_listen = ::1");

        var answer = await api.SayAsync("GET / HTTP/1.0\r\n\r\n");

        Assert.That(answer, Does.Contain($"\"href\": \"{api.Address}/v1/\""));
    }

    [TestCase("127.0.0.1")]
    [TestCase("[::1]")]
    public async Task Two_colons_are_all_addresses_of_both_kinds(string address)
    {
        await using var api = await ApiServer.StartAsync(moreOptions: "masakari_api_listen = ::");
        using var client = new HttpClient();

        var body = await client.GetStringAsync(new Uri($"http://{address}:{new Uri(api.Address).Port}/"));

        Assert.That(body, Does.Contain($"\"href\": \"http://{address}:"));
    }

    [Test]
    public async Task Serves_https_and_links_to_it()
    {
        await using var api = await ApiServer.StartAsync(moreOptions: Tls());
        using var client = Client(out var shown);

        var body = await client.GetStringAsync(new Uri(api.Address));

        Assert.That(api.Address, Does.StartWith("https://"));
        Assert.That(body, Does.Contain($"\"href\": \"{api.Address}/v1/\""));
        Assert.That(shown.Single(), Is.EqualTo("CN=server"));
    }

    [Test]
    public async Task Takes_a_changed_certificate_for_the_next_connection_and_keeps_the_old_one_when_it_is_broken()
    {
        await using var api = await ApiServer.StartAsync(moreOptions: Tls());
        certificates.Issue("renewed").Dispose();
        Replace("renewed", hour: 1);
        using var second = Client(out var shownSecond);
        await second.GetStringAsync(new Uri(api.Address));
        await File.WriteAllTextAsync(certificates.Path("server.pem"), "half a file");
        File.SetLastWriteTimeUtc(certificates.Path("server.pem"), new DateTime(2030, 1, 1, 2, 0, 0, DateTimeKind.Utc));
        using var third = Client(out var shownThird);

        await third.GetStringAsync(new Uri(api.Address));

        Assert.That((shownSecond.Single(), shownThird.Single()), Is.EqualTo(("CN=renewed", "CN=renewed")));
    }

    [Test]
    public async Task Logs_a_changed_certificate_once_it_is_in_use()
    {
        var log = new FakeLogCollector();
        await using var api = await ApiServer.StartAsync(moreOptions: Tls(), log: log);
        certificates.Issue("renewed").Dispose();
        Replace("renewed", hour: 1);

        foreach (var _ in Enumerable.Range(0, 2))
            await ShownAsync(api);

        Assert.That(log.Lines.Select(line => line.Trim()).Where(line => line.StartsWith("640", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            $"6404 The renewed certificate {certificates.Path("server.pem")} is in use: subject CN=renewed, valid until 2100-01-01",
        }));
    }

    [Test]
    public async Task Tells_once_of_a_certificate_that_is_broken_and_takes_the_next_that_is_not()
    {
        var trouble = new FakeLogCollector();
        await using var api = await ApiServer.StartAsync(moreOptions: Tls(), log: trouble);
        await File.WriteAllTextAsync(certificates.Path("server.pem"), "half a file");
        foreach (var _ in Enumerable.Range(0, 3))
            await ShownAsync(api);
        File.Delete(certificates.Path("server.pem"));
        foreach (var _ in Enumerable.Range(0, 3))
            await ShownAsync(api);
        Assert.That(trouble.Lines.Count(line => line.StartsWith("6502 ", StringComparison.Ordinal)), Is.EqualTo(2));

        certificates.Issue("server", subject: "CN=mended").Dispose();

        Assert.That(await ShownAsync(api), Is.EqualTo("CN=mended"));
    }

    [Test]
    [Platform("Unix")]
    public async Task Takes_a_certificate_that_changed_behind_a_link()
    {
        certificates.Issue("renewed").Dispose();
        foreach (var (kind, file) in new[] { (".pem", "linked.pem"), (".key", "linked.key") })
            File.CreateSymbolicLink(certificates.Path(file), certificates.Path("server" + kind));
        await using var api = await ApiServer.StartAsync(moreOptions: Tls("linked"));
        Assert.That(await ShownAsync(api), Is.EqualTo("CN=server"));

        Replace("renewed", hour: 1);

        Assert.That(await ShownAsync(api), Is.EqualTo("CN=renewed"));
    }

    [TestCase("ssl_cert_file = {0}/server.pem", "[DEFAULT] use_ssl: needs [wsgi] ssl_cert_file and ssl_key_file; ssl_key_file is not set")]
    [TestCase("", "[DEFAULT] use_ssl: needs [wsgi] ssl_cert_file and ssl_key_file; ssl_cert_file is not set")]
    [TestCase("ssl_cert_file = {0}/missing.pem\nssl_key_file = {0}/server.key", "[wsgi] ssl_cert_file: {0}/missing.pem cannot be used: ")]
    [TestCase("ssl_cert_file = {0}/server.pem\nssl_key_file = {0}", "[wsgi] ssl_key_file: {0} cannot be used: ")]
    [TestCase("ssl_cert_file = {0}/server.key\nssl_key_file = {0}/server.key", "[wsgi] ssl_cert_file: {0}/server.key cannot be used: ")]
    [TestCase("ssl_cert_file = {0}/server.pem\nssl_key_file = {0}/other.key", "[wsgi] ssl_key_file: {0}/other.key cannot be used: ")]
    [TestCase("ssl_cert_file = {0}/server.pem\nssl_key_file = {0}/server.key\nssl_ca_file = {0}/server.key", "[wsgi] ssl_ca_file: {0}/server.key cannot be used: ")]
    [TestCase("[ssl]\ncert_file = {0}/server.pem\nkey_file = {0}/other.key", "[ssl] key_file: {0}/other.key cannot be used: ")]
    public void Names_the_file_and_the_option_that_are_wrong(string lines, string expected)
    {
        certificates.Issue("other").Dispose();
        var folder = Path.GetDirectoryName(certificates.Path("x"))!;
        var conf = Conf.Parse("[DEFAULT]\nuse_ssl = true\n[wsgi]\n" + string.Format(System.Globalization.CultureInfo.InvariantCulture, lines, folder));

        ListenOptions.Read(conf);

        Assert.That(conf.Errors, Has.Count.EqualTo(1));
        Assert.That(conf.Errors[0].ToString(), Does.Contain(expected.Replace("{0}", folder, StringComparison.Ordinal)));
    }

    [TestCase("", "Connection: close", false)]
    [TestCase("[wsgi]\nkeep_alive = false", "Connection: close", true)]
    public async Task Closes_connections_when_they_are_not_to_be_kept(string options, string header, bool expected)
    {
        await using var api = await ApiServer.StartAsync(moreOptions: options);
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri(api.Address));

        Assert.That(answer.Headers.ToString().Contains(header, StringComparison.Ordinal), Is.EqualTo(expected));
    }

    [TestCase(3000, HttpStatusCode.OK)]
    [TestCase(5000, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    public async Task Limits_the_headers(int length, HttpStatusCode status)
    {
        await using var api = await ApiServer.StartAsync(moreOptions: "[wsgi]\nmax_header_line = 4096");
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Auth-Token", new string('x', length));

        using var answer = await client.GetAsync(new Uri(api.Address));

        Assert.That(answer.StatusCode, Is.EqualTo(status));
    }

    private string Tls(string name = "server") =>
        $"use_ssl = true\n[wsgi]\nssl_cert_file = {certificates.Path(name + ".pem")}\nssl_key_file = {certificates.Path(name + ".key")}";

    private static async Task<string> ShownAsync(ApiServer api)
    {
        using var client = Client(out var shown);
        await client.GetStringAsync(new Uri(api.Address));
        return shown.Single();
    }

    private void Replace(string by, int hour)
    {
        foreach (var kind in new[] { ".pem", ".key" })
        {
            File.Copy(certificates.Path(by + kind), certificates.Path("server" + kind), overwrite: true);
            File.SetLastWriteTimeUtc(certificates.Path("server" + kind), new DateTime(2030, 1, 1, hour, 0, 0, DateTimeKind.Utc));
        }
    }

    private static HttpClient Client(out List<string> shown)
    {
        List<string> seen = [];
        shown = seen;
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
            {
                seen.Add(certificate!.Subject);
                return true;
            },
        };
        return new HttpClient(handler);
    }
}
