using Masakari.Core.Configuration;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.Nova;

namespace Masakari.Tests.OpenStack;

public sealed class OptionsTests
{
    [Test]
    public void Reads_Novas_account_and_place()
    {
        var conf = Conf.Parse("""
            [DEFAULT]
            os_privileged_user_name = nova
            os_privileged_user_password = pw
            os_privileged_user_tenant = service
            os_privileged_user_auth_url = http://controller/identity
            os_region_name = R2
            nova_catalog_admin_info = compute:nova:internalURL
            """);

        var options = NovaOptions.Read(conf);

        Assert.Multiple(() =>
        {
            Assert.That(conf.Errors, Is.Empty);
            Assert.That(options.Endpoint, Is.EqualTo(new EndpointQuery { Type = "compute", Name = "nova", Interface = "internal", Region = "R2" }));
            Assert.That(options.VerifyInterval, Is.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(options.Credentials, Is.EqualTo(new KeystoneCredentials
            {
                AuthUrl = new Uri("http://controller/identity"),
                UserName = "nova",
                Password = "pw",
                ProjectName = "service",
                UserDomainName = "default",
                ProjectDomainName = "default",
            }));
        });
    }

    [Test]
    public void Names_every_option_that_Nova_needs()
    {
        var conf = Conf.Empty;

        NovaOptions.Read(conf);

        Assert.That(
            string.Join('\n', conf.Errors),
            Does.Contain("os_privileged_user_name").And.Contain("os_privileged_user_password").And.Contain("os_privileged_user_auth_url"));
    }

    [TestCase("", "os_privileged_user_tenant")]
    [TestCase("os_privileged_user_tenant = service", null)]
    [TestCase("os_system_scope = all", null)]
    public void Warns_when_Novas_account_has_no_scope(string line, string? warned)
    {
        var conf = Conf.Parse($"[DEFAULT]\n{line}\n");

        NovaOptions.Read(conf);

        Assert.That(conf.Warnings.Select(warning => warning.Option), Is.EqualTo(warned is null ? [] : new[] { "[DEFAULT] " + warned }));
    }

    [TestCase("username = m", "project_name user_domain_name")]
    [TestCase("username = m\nproject_name = service", "user_domain_name project_domain_name")]
    [TestCase("username = m\nproject_name = service\ndefault_domain_id = default", "")]
    [TestCase("username = m\nuser_domain_id = default\nproject_id = 1", "")]
    [TestCase("user_id = 1\nsystem_scope = all", "")]
    public void Warns_when_the_account_that_checks_tokens_lacks_a_scope_or_a_domain(string lines, string warned)
    {
        var conf = Conf.Parse($"[keystone_authtoken]\nauth_url = http://controller\npassword = pw\n{lines}\n");

        IdentityOptions.Read(conf, needed: true);

        Assert.That(string.Join(' ', conf.Warnings.Select(warning => warning.Option!.Split(' ')[1])), Is.EqualTo(warned));
    }

    [TestCase("application_credential_id = 1", "1", null)]
    [TestCase("application_credential_name = c\nuser_id = 7", null, "c")]
    [TestCase("application_credential_name = c\nusername = m\nuser_domain_id = default", null, "c")]
    public void Logs_in_with_an_application_credential(string lines, string? id, string? name)
    {
        var conf = Conf.Parse($"[keystone_authtoken]\nauth_type = v3applicationcredential\nauth_url = http://k\n"
            + $"application_credential_secret = s3cret\n{lines}\n");

        var account = IdentityOptions.Read(conf, needed: true)!.Credentials;

        Assert.That(conf.Errors.Concat(conf.Warnings), Is.Empty);
        Assert.That(account.Application, Is.EqualTo(new ApplicationCredential { Id = id, Name = name, Secret = "s3cret" }));
        Assert.That($"{account}{account.Application}", Does.Not.Contain("s3cret"));
    }

    [TestCase("application_credential_id = 1", "application_credential_secret: is needed")]
    [TestCase("application_credential_secret = s", "application_credential_id: is needed, or application_credential_name and the user")]
    [TestCase("application_credential_secret = s\napplication_credential_name = c", "username: is needed")]
    public void Names_what_an_application_credential_lacks(string lines, string error)
    {
        var conf = Conf.Parse($"[keystone_authtoken]\nauth_type = v3applicationcredential\nauth_url = http://k\n{lines}\n");

        IdentityOptions.Read(conf, needed: true);

        Assert.That(conf.Errors.Single().ToString(), Does.EndWith(error));
    }

    [Test]
    public void Warns_of_an_application_credential_that_is_not_used()
    {
        var conf = Conf.Parse("[keystone_authtoken]\nauth_url = http://k\nuser_id = 1\nproject_id = 1\npassword = p\n"
            + "application_credential_id = 1\napplication_credential_secret = s3cret\n");

        IdentityOptions.Read(conf, needed: true);

        Assert.That(conf.Warnings.Select(warning => warning.ToString()), Is.EqualTo(new[]
        {
            "masakari.conf:6: [keystone_authtoken] application_credential_id: has no effect: set auth_type = v3applicationcredential",
            "masakari.conf:7: [keystone_authtoken] application_credential_secret: has no effect: set auth_type = v3applicationcredential",
        }));
    }

    [Test]
    public void Refuses_a_place_that_is_not_type_name_interface()
    {
        var conf = Conf.Parse("[DEFAULT]\nnova_catalog_admin_info = compute:nova\n");

        NovaOptions.Read(conf);

        Assert.That(string.Join('\n', conf.Errors), Does.Contain("masakari.conf:2").And.Contain("'compute:nova' is not type:name:interface"));
    }

    [Test]
    public void Reads_the_account_that_checks_tokens_from_the_section_it_points_to()
    {
        var conf = Conf.Parse("""
            [keystone_authtoken]
            auth_section = elsewhere
            [elsewhere]
            auth_type = v3password
            auth_url = http://controller:5000/v3
            user_id = u1
            password = pw
            project_name = service
            default_domain_id = default
            """);

        var options = IdentityOptions.Read(conf, needed: true)!;

        Assert.Multiple(() =>
        {
            Assert.That(conf.Errors, Is.Empty);
            Assert.That(options.Credentials.UserId, Is.EqualTo("u1"));
            Assert.That(options.Credentials.ProjectDomainId, Is.EqualTo("default"));
            Assert.That(options.Endpoint.Interface, Is.EqualTo("internal"));
        });
    }

    [Test]
    public void Wants_no_account_when_no_tokens_are_checked()
    {
        var conf = Conf.Empty;

        var options = IdentityOptions.Read(conf, needed: false);

        Assert.Multiple(() =>
        {
            Assert.That(options, Is.Null);
            Assert.That(conf.Errors, Is.Empty);
        });
    }
}
