using System.Text.RegularExpressions;
using Masakari.Core.Configuration;
using Masakari.Host.Cli;

namespace Masakari.Tests.Configuration;

public sealed partial class ConfSampleVerbTests
{
    private readonly string sample = Write();

    [Test]
    public void Shows_every_option_with_help_kind_and_default_by_section()
    {
        Assert.That(sample, Does.Contain("""


            [DEFAULT]

            # How requests are authenticated.
            # Must be one of keystone, noauth2.
            # auth_strategy = keystone

            # Log more.
            # Must be true or false.
            # debug = false

            """));
        Assert.That(sample, Does.Contain("# Must be text. Secret. Older names: DEFAULT.sql_connection.\n# connection = <unset>\n"));
    }

    [Test]
    public void Begins_with_the_least_that_must_be_set()
    {
        var head = sample[..sample.IndexOf("\n[DEFAULT]", StringComparison.Ordinal)];

        Assert.That(head, Does.Contain("# [database]\n# connection = mysql+pymysql://"));
    }

    [Test]
    public void Is_the_same_each_time()
    {
        Assert.That(Write(), Is.EqualTo(sample));
    }

    [Test]
    public void Sets_nothing_as_it_stands()
    {
        var conf = Conf.Parse(sample);

        Assert.That(conf.Errors, Is.Empty);
        Assert.That(conf.Files.Single().Entries, Is.Empty);
        Assert.That(conf.SectionNames, Does.Contain("host_failure"));
    }

    [Test]
    public void Means_the_defaults_when_its_lines_are_set_free()
    {
        var body = sample[sample.IndexOf("\n[DEFAULT]", StringComparison.Ordinal)..];

        var freed = SomeRooms.Parse(Commented().Replace(body, "$1"));

        Assert.That(freed.Files.Single().Entries, Has.Count.GreaterThan(5));
        Assert.That(EffectiveValues.Of(freed), Is.EqualTo(EffectiveValues.Of(SomeRooms.Parse(""))));
    }

    private static string Write()
    {
        using var output = new StringWriter();
        ConfSampleVerb.Run(SomeRooms.Read, output);
        return output.ToString();
    }

    [GeneratedRegex(@"^# ([a-z_]+ = (?!<unset>).*|[a-z_]+ =)$", RegexOptions.Multiline)]
    private static partial Regex Commented();
}
