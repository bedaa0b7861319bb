using Masakari.Core.Configuration;

namespace Masakari.Tests.Configuration;

public sealed class SubstitutionTests
{
    [TestCase("$state_path/x", "/srv/x")]
    [TestCase("${state_path}x", "/srvx")]
    [TestCase("$other.name", "there")]
    [TestCase("${other.name}!", "there!")]
    [TestCase("$near", "here")]
    [TestCase("$both", "from g")]
    [TestCase("$chain", "/srv/log")]
    [TestCase("$$x", "$x")]
    [TestCase(@"\$x", "$x")]
    [TestCase("$5", "$5")]
    [TestCase("100$", "100$")]
    [TestCase("$", "$")]
    [TestCase("${", "${")]
    [TestCase("<$unset>", "<>")]
    [TestCase("$defaulted", "7")]
    [TestCase("%(x)s", "%(x)s")]
    public void Replaces_a_reference(string written, string expected)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").Text("a", null, ""), Is.EqualTo(expected));
        Assert.That(conf.Errors, Is.Empty);
    }

    [TestCase("$nosuch", "$nosuch")]
    [TestCase("pa$word", "$word")]
    [TestCase("$State_path", "$State_path")]
    [TestCase("$DEFAULT.state_path", "$DEFAULT.state_path")]
    public void Refuses_a_reference_that_leads_nowhere(string written, string reference)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").Text("a", "default", ""), Is.EqualTo("default"));
        Assert.That(conf.Errors.Single().ToString(), Does.StartWith($"masakari.conf:2: [g] a: refers to {reference}, which is not a known option"));
    }

    [TestCase("$a")]
    [TestCase("$circle")]
    public void Refuses_a_reference_that_leads_back(string written)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").Text("a", "default", ""), Is.EqualTo("default"));
        Assert.That(conf.Errors.Single().ToString(), Is.EqualTo("masakari.conf:2: [g] a: refers to $a, which refers back to this option"));
    }

    [Test]
    public void Replaces_references_in_items_and_numbers()
    {
        var conf = With("$defaulted,$near");

        Assert.That(conf.Section("g").List("a", [], ""), Is.EqualTo(new[] { "7", "here" }));
        Assert.That(With("$defaulted").Section("g").Int("a", 0, ""), Is.EqualTo(7));
    }

    [Test]
    public void Takes_an_unknown_reference_in_a_secret_for_text_and_warns_without_showing_it()
    {
        var conf = With("pa$word$$");

        Assert.That(conf.Section("g").Text("a", null, "", secret: true), Is.EqualTo("pa$word$"));
        Assert.That(conf.Errors, Is.Empty);
        Assert.That(conf.Warnings.Single().ToString(), Does.Contain("write $$").And.Not.Contain("word"));
    }

    [Test]
    public void Knows_the_state_path_of_the_original_without_anybody_reading_it()
    {
        var conf = Conf.Parse("[database]\nconnection = sqlite:///$state_path/masakari.sqlite\n");

        Assert.That(conf.Section("database").Text("connection", null, ""), Is.EqualTo("sqlite:////var/lib/masakari/masakari.sqlite"));
    }

    private static Conf With(string value) => Conf.Parse(
        $"""
        [g]
        a = {value}
        both = from g
        near = here
        chain = $state_path/log
        circle = $a
        [other]
        name = there
        [DEFAULT]
        state_path = /srv
        both = from DEFAULT
        """,
        known: OptionCatalog.Of(Known, ForeignOptions.OfService));

    private static void Known(Conf conf)
    {
        foreach (var name in new[] { "a", "both", "near", "chain", "circle" })
            conf.Section("g").Text(name, null, "");
        conf.Section("g").Int("defaulted", 7, "");
        conf.Section("other").Text("name", null, "");
        foreach (var name in new[] { "state_path", "both", "unset" })
            conf.Default.Text(name, null, "");
    }
}
