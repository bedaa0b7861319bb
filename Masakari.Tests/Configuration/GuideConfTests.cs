using Masakari.Core.Configuration;
using Microsoft.Extensions.Logging;

namespace Masakari.Tests.Configuration;

/// <summary>A masakari.conf as the installation guides show it.</summary>
public sealed class GuideConfTests
{
    private const string Options = """

        transport_url = rabbit://openstack:RABBIT@controller
        graceful_shutdown_timeout = 5
        os_privileged_user_tenant = service
        os_privileged_user_password = PASSWORD
        os_privileged_user_auth_url = http://controller/identity
        os_privileged_user_name = nova
        logging_exception_prefix = %(color)s%(asctime)s.%(msecs)03d TRACE %(name)s ESC[01;35m%(instance)sESC[00m
        logging_debug_format_suffix = ESC[00;33mfrom (pid=%(process)d) %(funcName)s %(pathname)s:%(lineno)dESC[00m
        use_syslog = False
        debug = True
        masakari_api_workers = 2
        publish_errors = True
        enabled_apis = masakari_api
        masakari_api_listen = controller
        nova_catalog_admin_info = compute:nova:publicBLANK

        [keystone_authtoken]
        memcached_servers = controller:11211
        cafile = /opt/stack/data/ca-bundle.pem
        signing_dir = /var/cache/masakari
        project_domain_name = Default
        project_name = service
        user_domain_name = Default
        password = PASSWORD
        username = masakari
        auth_url = http://controller:35357
        auth_type = password

        [wsgi]
        api_paste_config = /etc/masakari/api-paste.ini

        [oslo_policy]
        policy_file = /etc/masakari/policy.yaml

        [database]
        connection = mysql+pymysql://root:PASSWORD@controller/masakari?charset=utf8
        """;

    private static string Guide(string heading) =>
        heading + Options.Replace("ESC", "\u001b", StringComparison.Ordinal).Replace("BLANK", " ", StringComparison.Ordinal);

    [Test]
    public void Starts_unchanged()
    {
        var conf = SomeRooms.Parse(Guide("[DEFAULT]"));

        Assert.That(ConfReview.Of(conf).Errors, Is.Empty);
        Assert.That(conf.Default.Text("nova_catalog_admin_info", null, ""), Is.EqualTo("compute:nova:public"));
        Assert.That(conf.Default.Uri("os_privileged_user_auth_url", null, ""), Is.EqualTo(new Uri("http://controller/identity")));
        Assert.That(conf.Section("keystone_authtoken").Uri("auth_url", null, ""), Is.EqualTo(new Uri("http://controller:35357")));
    }

    [Test]
    public void Tells_what_is_ignored_in_few_lines()
    {
        var messages = SomeRooms.Review(Guide("[DEFAULT]")).StartMessages("Masakari").Where(message => message.Level > LogLevel.Debug).ToArray();

        Assert.That(messages.Select(message => $"{message.Level}: {message.Text}"), Is.EqualTo(new[]
        {
            "Information: Masakari, configured by masakari.conf",
            "Information: Settings without effect: [DEFAULT] transport_url (no message bus is used: API and engine are one process); "
            + "[DEFAULT] logging_exception_prefix, [DEFAULT] logging_debug_format_suffix (log lines have their own layout); "
            + "[DEFAULT] masakari_api_workers (one process serves all requests with threads); "
            + "[DEFAULT] publish_errors (errors are not sent as notifications); "
            + "[keystone_authtoken] memcached_servers (tokens are cached in the memory of the process for token_cache_time, "
            + "because anybody who can write to a shared cache can forge tokens); "
            + "[wsgi] api_paste_config (the paste file is not read: the order of the middleware is fixed)",
        }));
    }

    [Test]
    public void Is_refused_with_the_section_misspelt_as_published()
    {
        var review = SomeRooms.Review(Guide("[DEFAUL]"));

        var misspelt = review.Errors.Single(error => error.Line == 1).ToString();

        Assert.That(misspelt, Does.StartWith("masakari.conf:1: unknown section [DEFAUL], did you mean [DEFAULT]? 15 options in it are ignored: "
            + "transport_url (line 2), graceful_shutdown_timeout (line 3), os_privileged_user_tenant (line 4), "));
        Assert.That(misspelt, Does.EndWith("nova_catalog_admin_info (line 16)").And.Not.Contain("PASSWORD"));
    }
}
