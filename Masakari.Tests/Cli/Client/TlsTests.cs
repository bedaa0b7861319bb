using Masakari.Tests.Service;

namespace Masakari.Tests.Cli.Client;

/// <summary>Keystone and the API behind TLS, with certificates of an authority of one's own.</summary>
public sealed class TlsTests
{
    private const string Cure = "name the authority of the certificate with OS_CACERT or --os-cacert";

    private ServedCloud cloud = null!;
    private Certificates certificates = null!;
    private TlsFront keystone = null!;
    private TlsFront masakari = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        cloud = await ServedCloud.StartAsync();
        certificates = new Certificates();
        keystone = new TlsFront(cloud.Stage.Keystone, certificates.Issue("keystone"));
        masakari = new TlsFront(cloud.Stage.Masakari, certificates.Issue("masakari"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await keystone.DisposeAsync();
        await masakari.DisposeAsync();
        certificates.Dispose();
        await cloud.DisposeAsync();
    }

    [SetUp]
    public void Begin()
    {
        cloud.LogInAs("admin");
        cloud.Variables["OS_AUTH_URL"] = $"{keystone.Url}";
        cloud.Variables["OS_ENDPOINT_OVERRIDE"] = $"{masakari.Url}";
    }

    [Test]
    public async Task Trusts_the_authority_of_the_variable()
    {
        cloud.Variables["OS_CACERT"] = certificates.Path("ca.pem");

        Assert.That(await cloud.RunAsync("segment", "list", "-f", "json"), Is.EqualTo(new Printed(0, "[]\n", "")));
    }

    [Test]
    public async Task Trusts_the_authority_of_the_option_and_of_clouds_yaml()
    {
        var option = await cloud.RunAsync("segment", "list", "-f", "json", "--os-cacert", certificates.Path("ca.pem"));
        cloud.Write("clouds.yaml", $"""
            clouds:
              tls:
                auth:
                  auth_url: {keystone.Url}
                  username: admin
                  password: {cloud.Stage.Password}
                  project_name: admin
                  user_domain_name: Default
                  project_domain_name: Default
                cacert: {certificates.Path("ca.pem")}
                instance_ha_endpoint_override: {masakari.Url}
            """);
        cloud.Variables.Clear();
        var file = await cloud.RunAsync("segment", "list", "-f", "json", "--os-cloud", "tls");

        Assert.That((option, file), Is.EqualTo((new Printed(0, "[]\n", ""), new Printed(0, "[]\n", ""))));
    }

    [Test]
    public async Task Trusts_everybody_when_told_so() =>
        Assert.That(await cloud.RunAsync("--insecure", "segment", "list", "-f", "json"), Is.EqualTo(new Printed(0, "[]\n", "")));

    [TestCase(false)]
    [TestCase(true)]
    public async Task Says_what_to_do_about_an_authority_that_it_does_not_know(bool namesAnotherOne)
    {
        using var strangers = new Certificates();
        if (namesAnotherOne) cloud.Variables["OS_CACERT"] = strangers.Path("ca.pem");

        var printed = await cloud.RunAsync("segment", "list");

        Assert.That((printed.Code, printed.Output), Is.EqualTo((1, "")));
        Assert.That(printed.Errors, Does.StartWith("masakari: Keystone: ").And.EndWith($"; {Cure}\n").And.Contain(keystone.Url.Authority));
        Assert.That(printed.Errors.Trim(), Does.Not.Contain("\n"));
    }

    [Test]
    public async Task Says_that_the_api_has_another_certificate_than_keystone()
    {
        using var strangers = new Certificates();
        await using var strange = new TlsFront(cloud.Stage.Masakari, strangers.Issue("masakari"));
        cloud.Variables["OS_CACERT"] = certificates.Path("ca.pem");
        cloud.Variables["OS_ENDPOINT_OVERRIDE"] = $"{strange.Url}";

        var printed = await cloud.RunAsync("segment", "list");

        Assert.That(printed.Code, Is.EqualTo(1));
        Assert.That(printed.Errors, Does.EndWith($"; {Cure}\n").And.Contain(strange.Url.Authority));
    }

    [Test]
    public async Task Says_that_no_tls_is_spoken_there()
    {
        cloud.Variables["OS_CACERT"] = certificates.Path("ca.pem");
        cloud.Variables["OS_ENDPOINT_OVERRIDE"] = $"https://{cloud.Stage.Masakari.Authority}/v1";

        var printed = await cloud.RunAsync("segment", "list");

        Assert.That(printed.Code, Is.EqualTo(1));
        var begin = $"masakari: find the newest version: no TLS connection to {cloud.Stage.Masakari.Authority}: ";
        Assert.That(printed.Errors, Does.StartWith(begin)
            .And.EndWith("; check that the address begins rightly with https://\n"));
    }

    [TestCase("OS_CACERT", "/no/such/ca.pem", "OS_CACERT: no such file: /no/such/ca.pem")]
    [TestCase("OS_CACERT", "KEY", "OS_CACERT: KEY holds no certificate in PEM form")]
    public async Task Says_that_the_file_of_the_authority_cannot_be_used(string variable, string value, string message)
    {
        var key = certificates.Path("keystone.key");
        cloud.Variables[variable] = value.Replace("KEY", key, StringComparison.Ordinal);

        var printed = await cloud.RunAsync("segment", "list");

        Assert.That(printed, Is.EqualTo(new Printed(2, "", $"masakari: {message.Replace("KEY", key, StringComparison.Ordinal)}\n")));
    }
}
