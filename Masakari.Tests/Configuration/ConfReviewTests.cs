using Masakari.Core.Configuration;
using Masakari.Host.Service;
using Microsoft.Extensions.Logging;

namespace Masakari.Tests.Configuration;

public sealed class ConfReviewTests
{
    private const string Account = "\n[DEFAULT]\nos_privileged_user_name = masakari\n";

    [TestCase("[DEFAUL]", "[DEFAULT]")]
    [TestCase("[default]", "[DEFAULT]")]
    [TestCase("[Default]", "[DEFAULT]")]
    [TestCase("[ DEFAULT ]", "[DEFAULT]")]
    [TestCase("[DEAFULT]", "[DEFAULT]")]
    public void Refuses_a_misspelt_section_and_lists_what_is_lost(string heading, string meant)
    {
        var review = SomeRooms.Review($"{heading}\ndebug = true\nsome_thing = x\n{Account}");

        Assert.That(Texts(review.Errors), Is.EqualTo(new[]
        {
            $"masakari.conf:1: unknown section {heading}, did you mean {meant}? 2 options in it are ignored: debug (line 2), some_thing (line 3)",
        }));
    }

    [Test]
    public void Joins_both_spellings_of_a_misspelt_section()
    {
        var review = SomeRooms.Review($"[default]\ndebug = true\n[Default]\nauth_strategy = noauth2\n{Account}");

        Assert.That(Texts(review.Errors).Single(), Does.EndWith("2 options in it are ignored: debug (line 2), auth_strategy (line 4)"));
    }

    [Test]
    public void Refuses_a_misspelt_section_for_options_that_do_nothing_here_as_well()
    {
        var review = SomeRooms.Review($"[DEFAUL]\ntransport_url = rabbit://u:topsecret@h{Account}");

        Assert.That(Texts(review.Errors).Single(), Does.Contain("[DEFAULT]? 1 option in it is ignored: transport_url (line 2)"));
    }

    [TestCase("[strange]\na = x", "unknown section [strange]: 1 option in it is ignored: a (line 2)")]
    [TestCase("[strange]\nevacuate_all_instances = x", "evacuate_all_instances (line 2, belongs in [host_failure])")]
    [TestCase("[databse]\na = x", "unknown section [databse], did you mean [database]?")]
    [TestCase("[strange]", "unknown section [strange]")]
    [TestCase("[DEFAULT]\nDebug = true", "[DEFAULT] Debug: unknown option, did you mean debug?")]
    [TestCase("[DEFAULT]\nauth-strategy = x", "did you mean auth_strategy?")]
    [TestCase("[DEFAULT]\ndebgu = x", "did you mean debug?")]
    [TestCase("[DEFAULT]\nevacuate_all_instances = x", "unknown option, belongs in [host_failure]")]
    [TestCase("[DEFAULT]\nfrobnicate = x", "[DEFAULT] frobnicate: unknown option")]
    [TestCase("[DEFAULT]\nlog_config_append = x", "[DEFAULT] log_config_append: a Python logging file is not read")]
    [TestCase("[coordination]\nbackend_url = x", "no coordination service is used")]
    public void Warns_with_file_and_line(string text, string expected)
    {
        var review = SomeRooms.Review(text + "\n" + Account);

        Assert.That(review.Errors, Is.Empty);
        Assert.That(Texts(review.Warnings).Single(), Does.StartWith("masakari.conf:").And.Contains(expected));
    }

    /// <summary>All that keystonemiddleware and its login plug-ins, and oslo.log, know.</summary>
    [TestCase("keystone_authtoken", "www_authenticate_uri auth_uri auth_version interface delay_auth_decision http_connect_timeout")]
    [TestCase("keystone_authtoken", "http_request_max_retries cache certfile keyfile cafile insecure region_name memcached_servers")]
    [TestCase("keystone_authtoken", "memcache_servers token_cache_time service_type memcache_security_strategy memcache_secret_key")]
    [TestCase("keystone_authtoken", "memcache_pool_dead_retry memcache_pool_maxsize memcache_pool_socket_timeout")]
    [TestCase("keystone_authtoken", "memcache_pool_unused_timeout memcache_pool_conn_get_timeout memcache_use_advanced_pool")]
    [TestCase("keystone_authtoken", "include_service_catalog enforce_token_bind service_token_roles service_token_roles_required")]
    [TestCase("keystone_authtoken", "auth_type auth_plugin auth_section auth_url username user_name user_id user_domain_id")]
    [TestCase("keystone_authtoken", "user_domain_name password project_id project_name tenant_id tenant_name project_domain_id")]
    [TestCase("keystone_authtoken", "project_domain_name domain_id domain_name default_domain_id default_domain_name trust_id")]
    [TestCase("keystone_authtoken", "system_scope token passcode application_credential_id application_credential_name")]
    [TestCase("keystone_authtoken", "application_credential_secret auth_methods")]
    [TestCase("DEFAULT", "debug log_config_append log_config log_date_format log_file logfile log_dir logdir")]
    [TestCase("DEFAULT", "watch_log_file use_syslog use_journal syslog_log_facility use_json use_stderr use_eventlog")]
    [TestCase("DEFAULT", "log_rotate_interval log_rotate_interval_type max_logfile_count max_logfile_size_mb")]
    [TestCase("DEFAULT", "log_rotation_type logging_context_format_string logging_default_format_string")]
    [TestCase("DEFAULT", "logging_debug_format_suffix logging_exception_prefix logging_user_identity_format")]
    [TestCase("DEFAULT", "default_log_levels publish_errors instance_format instance_uuid_format rate_limit_interval")]
    [TestCase("DEFAULT", "rate_limit_burst rate_limit_except_level log_color")]
    [TestCase("audit_middleware_notifications", "use_oslo_messaging driver topics transport_url")]
    public void Knows_the_options_of_the_original_s_libraries(string section, string names)
    {
        var review = ConfReview.Of(MasakariService.ReadAll(Conf.Parse(
            $"[{section}]\n" + string.Concat(names.Split(' ').Select(name => $"{name} = 1\n")), known: OptionCatalog.Of(
                empty => MasakariService.ReadAll(empty), ForeignOptions.OfService))));

        Assert.That(Texts(review.Warnings.Concat(review.Errors)), Has.None.Contains("unknown"));
    }

    [TestCase("[keystone_authtoken]\nauth_version = v3",
        "[keystone_authtoken] auth_version (the service asks Keystone for its versions and uses version 3)")]
    [TestCase("[keystone_authtoken]\nenforce_token_bind = strict",
        "[keystone_authtoken] enforce_token_bind (tokens are not bound to anything)")]
    [TestCase("[DEFAULT]\nuse_syslog = true", "[DEFAULT] use_syslog (logs go to standard error or to log_file)")]
    [TestCase("[DEFAULT]\nlog_rotation_type = size\nmax_logfile_count = 5",
        "[DEFAULT] log_rotation_type, [DEFAULT] max_logfile_count (the service does not rotate its log file")]
    public void Lists_an_option_of_the_libraries_that_has_no_effect(string text, string note)
    {
        var review = SomeRooms.Review(text + "\n" + Account);

        Assert.That(Said(review, LogLevel.Information).Single(line =>
            line.StartsWith("Settings without effect: ", StringComparison.Ordinal)), Does.Contain(note));
    }

    [TestCase("[keystone_authtoken]\ndelay_auth_decision = True")]
    [TestCase("[wsgi]\napi_paste_config = api-paste.ini")]
    [TestCase("[oslo_messaging_rabbit]\nanything = x")]
    [TestCase("[cors.dashboard]\nallowed_origin = x")]
    [TestCase("[DEFAULT]\nuse_syslog = False\nrate_limit_interval = 0\ncontrol_exchange = masakari")]
    [TestCase("[DATABASE]\nconnection = x")]
    public void Is_silent_about_what_does_no_harm(string text)
    {
        var review = SomeRooms.Review(text + "\n" + Account);

        Assert.That(review.Errors.Concat(review.Warnings), Is.Empty);
    }

    [Test]
    public void Lists_the_settings_without_work_in_one_line_and_shows_no_value()
    {
        var review = SomeRooms.Review(
            "[DEFAULT]\ntransport_url = rabbit://u:topsecret@h\nmasakari_topic = x\nmasakari_api_workers = 4\n"
            + $"[oslo_messaging_rabbit]\na = x\nb = y{Account}");

        var messages = Said(review, LogLevel.Information);

        Assert.That(messages, Is.EqualTo(new[]
        {
            "Masakari, configured by masakari.conf",
            "Settings without effect: [DEFAULT] transport_url, [DEFAULT] masakari_topic, [oslo_messaging_rabbit] "
            + "(no message bus is used: API and engine are one process); "
            + "[DEFAULT] masakari_api_workers (one process serves all requests with threads)",
        }));
    }

    [Test]
    public void Shows_effective_values_at_debug_and_masks_secrets()
    {
        var review = SomeRooms.Review($"{Account}os_privileged_user_password = topsecret\n[database]\nconnection = topsecret");

        var values = Said(review, LogLevel.Debug);

        Assert.That(values, Does.Contain("[DEFAULT] os_privileged_user_password = ****"));
        Assert.That(values, Does.Contain("[DEFAULT] os_privileged_user_name = 'masakari'"));
        Assert.That(values, Has.None.Contains("topsecret"));
    }

    [Test]
    public void Gives_the_lines_to_write_when_there_is_no_configuration_at_all()
    {
        var sources = new ConfSources { Project = "masakari", SystemFolder = "/nonexistent" };

        var (_, review) = ConfReview.Read(sources, SomeRooms.Read);

        Assert.That(review.Warnings, Is.Empty);
        Assert.That(Texts(review.Errors).Single(), Does.StartWith("no configuration found, searched /nonexistent/masakari/masakari.conf")
            .And.Contains("\n[database]\nconnection = mysql"));
    }

    [Test]
    public void Is_content_with_the_environment_alone()
    {
        var sources = new ConfSources
        {
            Project = "masakari",
            SystemFolder = "/nonexistent",
            Environment = new Dictionary<string, string> { ["OS_DEFAULT__OS_PRIVILEGED_USER_NAME"] = "masakari", ["OS_DEFAULT__DEBGU"] = "x" },
        };

        var (name, review) = ConfReview.Read(sources, SomeRooms.Read);

        Assert.That(name, Is.EqualTo("masakari"));
        Assert.That(review.Errors, Is.Empty);
        Assert.That(review.EnvironmentOverrides, Is.EqualTo(new[] { "OS_DEFAULT__OS_PRIVILEGED_USER_NAME" }));
        Assert.That(Texts(review.Warnings), Is.EqualTo(new[] { "OS_DEFAULT__DEBGU: [DEFAULT] debgu: unknown option, did you mean debug?" }));
    }

    [Test]
    public void Knows_the_sections_of_the_monitors_from_those_of_the_service()
    {
        var catalog = OptionCatalog.Of(conf => conf.Section("host").Int("monitoring_interval", 60, ""), ForeignOptions.OfMonitors);

        var review = ConfReview.Of(Conf.Parse("[masakarimonitors_privileged]\nuser = x\n[cache]\nx = y\n[database]\nx = y", known: catalog));

        Assert.That(Texts(review.Warnings).Single(), Does.Contain("unknown section [database]"));
    }

    private static string[] Said(ConfReview review, LogLevel level) =>
        [.. review.StartMessages("Masakari").Where(message => message.Level == level).Select(message => message.Text)];

    private static IEnumerable<string> Texts(IEnumerable<ConfError> errors) => errors.Select(error => error.ToString());
}
