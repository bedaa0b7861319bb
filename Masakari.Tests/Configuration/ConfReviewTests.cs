using Masakari.Core.Configuration;
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

    [TestCase("[keystone_authtoken]\ndelay_auth_decision = True")]
    [TestCase("[wsgi]\napi_paste_config = api-paste.ini")]
    [TestCase("[oslo_messaging_rabbit]\nanything = x")]
    [TestCase("[cors.dashboard]\nallowed_origin = x")]
    [TestCase("[DEFAULT]\nrate_limit_burst = 5\ncontrol_exchange = masakari")]
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
            "Settings that have no work to do here: [DEFAULT] transport_url, [DEFAULT] masakari_topic, [oslo_messaging_rabbit] "
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

        Assert.That(Texts(review.Errors).Single(), Does.StartWith("no configuration found, looked for /nonexistent/masakari/masakari.conf")
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

        var review = ConfReview.Of(Conf.Parse("[process]\ncheck_interval = 5\n[cache]\nx = y\n[database]\nx = y", known: catalog));

        Assert.That(Texts(review.Warnings).Single(), Does.Contain("unknown section [database]"));
    }

    private static string[] Said(ConfReview review, LogLevel level) =>
        [.. review.StartMessages("Masakari").Where(message => message.Level == level).Select(message => message.Text)];

    private static IEnumerable<string> Texts(IEnumerable<ConfError> errors) => errors.Select(error => error.ToString());
}
