using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Masakari.Tests.Api;

namespace Masakari.Tests.Service;

/// <summary>With <c>ssl_ca_file</c> a client must present a certificate of one of these authorities.</summary>
public sealed class ClientCertificateTests
{
    private readonly Oid serverPurpose = new("1.3.6.1.5.5.7.3.1"), clientPurpose = new("1.3.6.1.5.5.7.3.2");
    private Certificates certificates = null!;
    private ApiServer api = null!;

    [SetUp]
    public async Task Begin()
    {
        certificates = new Certificates();
        certificates.Issue("server").Dispose();
        api = await ApiServer.StartAsync(moreOptions: $"""
            use_ssl = true
            [wsgi]
            ssl_cert_file = {certificates.Path("server.pem")}
            ssl_key_file = {certificates.Path("server.key")}
            ssl_ca_file = {certificates.Path("ca.pem")}
            """);
    }

    [TearDown]
    public async Task End()
    {
        await api.DisposeAsync();
        certificates.Dispose();
    }

    [Test]
    public async Task Lets_in_whoever_shows_one_and_nobody_else()
    {
        using var strangers = new Certificates();

        Assert.That(await IsLetInAsync(null), Is.False);
        Assert.That(await IsLetInAsync(strangers.Issue("stranger")), Is.False);
        Assert.That(await IsLetInAsync(certificates.Issue("friend")), Is.True);
    }

    [Test]
    public async Task Takes_one_that_rests_on_another_which_the_client_shows_too()
    {
        using var between = certificates.Issue("between", MakeAuthority);
        var friend = certificates.Issue("friend", by: between);

        Assert.That(await IsLetInAsync(friend, between), Is.True);
        Assert.That(await IsLetInAsync(friend), Is.False);
    }

    [Test]
    public async Task Takes_none_that_is_for_servers_only()
    {
        Assert.That(await IsLetInAsync(certificates.Issue("client", For(clientPurpose))), Is.True);
        Assert.That(await IsLetInAsync(certificates.Issue("other-server", For(serverPurpose))), Is.False);
    }

    [Test]
    public async Task Fetches_nothing_from_where_a_certificate_points()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        using var between = certificates.Issue("between", MakeAuthority);
        var lure = certificates.Issue("lure", by: between, adjust: request => request.CertificateExtensions.Add(
            new X509AuthorityInformationAccessExtension(null, [$"http://{trap.LocalEndpoint}/between.cer"])));

        Assert.That(await IsLetInAsync(lure), Is.False);
        Assert.That(trap.Pending(), Is.False);
    }

    private static Action<CertificateRequest> For(Oid purpose) =>
        request => request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([purpose], critical: false));

    private static void MakeAuthority(CertificateRequest request) =>
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));

    private async Task<bool> IsLetInAsync(X509Certificate2? own, params X509Certificate2[] restsOn)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=server",
                ClientCertificateContext = own is null ? null : SslStreamCertificateContext.Create(own, [.. restsOn], offline: true),
            },
        });
        try
        {
            return (await client.GetStringAsync(new Uri(api.Address))).Contains("https://", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
