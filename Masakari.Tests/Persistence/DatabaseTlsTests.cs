using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Dapper;
using Masakari.Core.Persistence;
using Masakari.Tests.Service;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masakari.Tests.Persistence;

/// <summary>What the ssl_… parameters of a database URL do, on a MariaDB whose certificate names 127.0.0.1 and no other host.</summary>
internal sealed class DatabaseTlsTests
{
    private readonly TcpListener revocations = new(IPAddress.Loopback, 0);
    private Certificates authority = null!;
    private Certificates stranger = null!;
    private MariaDbServer server = null!;
    private string url = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        MariaDbServer.SkipIfMissing();
        revocations.Start();
        authority = new Certificates();
        stranger = new Certificates();
        authority.Issue("server", request => request.CertificateExtensions.Add(
            CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"http://{revocations.LocalEndpoint}/crl"]))).Dispose();
        authority.Issue("client").Dispose();
        await File.WriteAllLinesAsync(authority.Path("both.pem"),
            [await File.ReadAllTextAsync(authority.Path("client.pem")), await File.ReadAllTextAsync(authority.Path("client.key"))]);
        server = await MariaDbServer.StartAsync(
            $"--ssl-ca={authority.Path("ca.pem")}",
            $"--ssl-cert={authority.Path("server.pem")}",
            $"--ssl-key={authority.Path("server.key")}");
        url = server.UrlText((await server.CreateDatabaseAsync()).Database);
        await server.ExecuteAsync("CREATE USER certified@'%' IDENTIFIED BY 'p@ss:w/d' REQUIRE X509; GRANT ALL ON *.* TO certified@'%'");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        authority?.Dispose();
        stranger?.Dispose();
        revocations.Dispose();
    }

    [TestCase("")]
    [TestCase("ssl=true")]
    [TestCase("ssl_ca={ca}")]
    [TestCase("ssl_ca={ca}&ssl_verify_cert=true")]
    [TestCase("ssl_ca={ca}&ssl_verify_identity=true")]
    [TestCase("ssl_ca={ca}&ssl_check_hostname=true")]
    [TestCase("ssl_ca={stranger}&ssl_verify_cert=false")]
    public async Task Encrypts(string parameters)
    {
        Assert.That(await CipherAsync(Url(parameters)), Does.StartWith("TLS_"));
    }

    [Test]
    public async Task Does_not_ask_for_the_name_when_told_not_to()
    {
        Assert.That(await CipherAsync(Url("ssl_ca={ca}&ssl_check_hostname=false") with { Host = "localhost" }), Does.StartWith("TLS_"));
    }

    [Test]
    public async Task Does_not_encrypt_when_told_not_to()
    {
        Assert.That(await CipherAsync(Url("ssl_disabled=true&ssl_ca={ca}")), Is.Empty);
    }

    [TestCase("ssl_cert={client}&ssl_key={key}")]
    [TestCase("ssl_cert={both}")]
    public async Task Shows_our_certificate(string parameters)
    {
        Assert.That(await CipherAsync(Url(parameters) with { User = "certified" }), Does.StartWith("TLS_"));
    }

    [Test]
    public async Task Is_refused_without_the_certificate_that_the_account_requires()
    {
        Assert.That(await RefusalAsync(Url("ssl_ca={ca}") with { User = "certified" }), Does.Contain("Access denied"));
    }

    [TestCase("ssl_ca={stranger}", "127.0.0.1", "has expired or is not signed by an authority in {stranger}")]
    [TestCase("ssl_verify_cert=true", "127.0.0.1", "has expired or is not signed by an authority that this machine trusts")]
    [TestCase("ssl_ca={ca}&ssl_verify_identity=true", "localhost", "does not name the host localhost")]
    [TestCase("ssl_ca={ca}&ssl_check_hostname=true", "localhost", "does not name the host localhost")]
    public async Task Says_what_is_wrong_with_the_certificate_of_the_server(string parameters, string host, string said)
    {
        Assert.That(await RefusalAsync(Url(parameters) with { Host = host }), Does.Contain(Named(said)));
    }

    [TestCase("ssl_ca={missing}", "ssl_ca={missing}")]
    [TestCase("ssl_ca={folder}", "ssl_ca={folder}")]
    [TestCase("ssl_ca={key}", "ssl_ca={key}")]
    [TestCase("ssl_cert={missing}&ssl_key={key}", "ssl_cert={missing} with ssl_key={key}")]
    [TestCase("ssl_cert={client}&ssl_key={missing}", "ssl_cert={client} with ssl_key={missing}")]
    [TestCase("ssl_cert={client}&ssl_key={folder}", "ssl_cert={client} with ssl_key={folder}")]
    [TestCase("ssl_cert={client}&ssl_key={ca}", "ssl_cert={client} with ssl_key={ca}")]
    [TestCase("ssl_cert={client}", "ssl_cert={client}")]
    public async Task Names_the_file_that_cannot_be_used(string parameters, string said)
    {
        Assert.That(await RefusalAsync(Url(parameters)), Does.Contain(Named($"{said} cannot be used")));
    }

    /// <summary>The start waits for a server that may come back; a file does not appear by waiting.</summary>
    [TestCase("ssl_ca={stranger}", DatabaseFailure.Lost)]
    [TestCase("ssl_ca={missing}", DatabaseFailure.Other)]
    [TestCase("ssl_cert={client}&ssl_key={missing}", DatabaseFailure.Other)]
    public async Task Waits_for_another_certificate_of_the_server_and_not_for_a_file(string parameters, DatabaseFailure failure)
    {
        await using var database = Open(Url(parameters));

        var error = (await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.OpenAsync(default)))!;

        Assert.That(database.Dialect.FailureOf(error), Is.EqualTo(failure));
    }

    /// <summary>
    /// The database shall not depend on a web server that may be down just when hosts die. .NET asks for revocations only below an
    /// authority that the machine trusts: a process of its own is made to trust ours.
    /// </summary>
    [Test]
    public async Task Does_not_ask_whether_the_certificate_of_the_server_was_revoked()
    {
        var conf = authority.Path("masakari.conf");
        await File.WriteAllTextAsync(conf, $"""
            [DEFAULT]
            os_privileged_user_auth_url = http://127.0.0.1:1/v3
            os_privileged_user_name = masakari
            os_privileged_user_password = none
            [keystone_authtoken]
            auth_url = http://127.0.0.1:1/v3
            username = masakari
            password = none
            [database]
            connection = {url}&{Named("ssl_ca={ca}&ssl_verify_identity=true")}
            """);
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "manage", "db", "version", "--config-file", conf])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["SSL_CERT_FILE"] = authority.Path("ca.pem") },
        };
        using var masakari = Process.Start(start)!;

        var errors = await masakari.StandardError.ReadToEndAsync();
        await masakari.WaitForExitAsync();

        Assert.That((masakari.ExitCode, revocations.Pending()), Is.EqualTo((0, false)), errors);
    }

    private DatabaseUrl Url(string parameters) => DatabaseUrl.Parse($"{url}&{Named(parameters)}");

    private string Named(string text) => text
        .Replace("{ca}", authority.Path("ca.pem"), StringComparison.Ordinal)
        .Replace("{client}", authority.Path("client.pem"), StringComparison.Ordinal)
        .Replace("{key}", authority.Path("client.key"), StringComparison.Ordinal)
        .Replace("{both}", authority.Path("both.pem"), StringComparison.Ordinal)
        .Replace("{missing}", authority.Path("missing.pem"), StringComparison.Ordinal)
        .Replace("{folder}", authority.Path("."), StringComparison.Ordinal)
        .Replace("{stranger}", stranger.Path("ca.pem"), StringComparison.Ordinal);

    /// <summary>What the log says about a connection that cannot be opened.</summary>
    private static async Task<string> RefusalAsync(DatabaseUrl url)
    {
        var error = (await Assert.ThrowsAsync<DatabaseUnavailableException>(() => CipherAsync(url)))!;
        Assert.That($"{error}", Does.Not.Contain(url.Password).And.Not.Contain(Uri.EscapeDataString(url.Password)));
        return $"{error.Message} {error.InnerException!.Message}";
    }

    private static async Task<string> CipherAsync(DatabaseUrl url)
    {
        await using var database = Open(url);
        await using var connection = await database.OpenAsync(default);
        return (await connection.QuerySingleAsync<(string Name, string Value)>("SHOW STATUS LIKE 'Ssl_cipher'")).Value;
    }

    private static Database Open(DatabaseUrl url)
    {
        var options = new DatabaseOptions { Url = url, ConnectTimeout = TimeSpan.FromSeconds(30) };
        return new Database(options, TimeProvider.System, NullLogger<Database>.Instance);
    }
}
