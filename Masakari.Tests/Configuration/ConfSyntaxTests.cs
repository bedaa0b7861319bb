using Masakari.Core.Configuration;

namespace Masakari.Tests.Configuration;

public sealed class ConfSyntaxTests
{
    [TestCase("[g]\na = x", "x")]
    [TestCase("[g]\na: x", "x")]
    [TestCase("[g]\na=x=y:z", "x=y:z")]
    [TestCase("[g]\na:x=y", "x=y")]
    [TestCase("[g]\r\na = x\r\n", "x")]
    [TestCase("\uFEFF[g]\na = x", "x")]
    [TestCase("[g]\na = x \t\n", "x")]
    [TestCase("[g]   \na = compute:nova:public ", "compute:nova:public")]
    [TestCase("[g]\na = x # y", "x # y")]
    [TestCase("[g]\na = x ; y", "x ; y")]
    [TestCase("[g]\na = x\n  y\n\tz", "x\ny\nz")]
    [TestCase("[g]\na = x\n  # y", "x\n# y")]
    [TestCase("[g]\na = x\n  b = y", "x\nb = y")]
    [TestCase("[g]\na =\n  x", "\nx")]
    [TestCase("[g]\na = x\n# comment\nb = y", "x")]
    [TestCase("[g]\na = x\n; comment\nb = y", "x")]
    [TestCase("[g]\na = \"  x \"", "  x ")]
    [TestCase("[g]\na = ' x'", " x")]
    [TestCase("[g]\na = '", "")]
    [TestCase("[g]\na = \"x'", "\"x'")]
    [TestCase("[g]\na = x\"", "x\"")]
    [TestCase("[g]\na = 'x\n  y'", "'x\ny'")]
    [TestCase("[g]\na =", "")]
    [TestCase("[g]\na = x\na = y", "y")]
    [TestCase("[g]\na = x\n[h]\nb = y\n[g]\na = z", "z")]
    [TestCase("[G]\na = x", "x")]
    [TestCase("[g]\na = %(b)s %d", "%(b)s %d")]
    [TestCase("[g]\na = \u001b[01;36mx", "\u001b[01;36mx")]
    public void Reads_a_value(string text, string expected)
    {
        var conf = Conf.Parse(text);

        Assert.That(conf.Section("g").Text("a", null, ""), Is.EqualTo(expected));
        Assert.That(conf.Errors, Is.Empty);
    }

    [TestCase("[g]\nA = x")]
    [TestCase("[g]\na-b = x")]
    [TestCase("[ g ]\na_b = x")]
    [TestCase("[g]\n#a_b = x")]
    public void Leaves_the_default_when_the_name_is_another(string text)
    {
        var conf = Conf.Parse(text);

        Assert.That(conf.Section("g").Text("a_b", "default", ""), Is.EqualTo("default"));
    }

    [TestCase("[default]\ndebug = true")]
    [TestCase("[Default]\ndebug = true")]
    public void Takes_a_lower_case_default_section_for_another_one(string text)
    {
        var conf = Conf.Parse(text);

        Assert.That(conf.Default.Bool("debug", false, ""), Is.False);
    }

    [TestCase("[grp] # text", 1, "must end with ']'")]
    [TestCase("[grp", 1, "must end with ']'")]
    [TestCase("[]", 1, "has no name")]
    [TestCase("[g]\ndebug", 2, "'debug' has no '='")]
    [TestCase("[g]\n= x", 2, "no name before")]
    [TestCase("\na = x", 2, "'a' stands before the first section")]
    [TestCase("  a = x", 1, "('a')")]
    [TestCase("[g]\n  a = x", 2, "('a')")]
    [TestCase("[g]\na = x\n\n  y", 4, "continues a value")]
    [TestCase("[g]\na = x\n#\n  y", 4, "continues a value")]
    [TestCase("[g]\n  # x", 2, "a comment begins in the first column")]
    public void Names_the_line_that_cannot_be_read(string text, int line, string reason)
    {
        var conf = Conf.Parse(text, "my.conf");

        Assert.That(conf.Errors, Has.Count.EqualTo(1));
        Assert.That(conf.Errors[0].ToString(), Does.StartWith($"my.conf:{line}: ").And.Contains(reason));
    }

    [Test]
    public void Goes_on_after_a_mistake_and_counts_its_continuation_as_the_same_one()
    {
        var conf = Conf.Parse("[g]\nbroken\n  more of it\nstill broken\na = x\n\n  lost\n");

        Assert.That(conf.Errors.Select(error => error.Line), Is.EqualTo(new[] { 2, 4, 7 }));
        Assert.That(conf.Section("g").Text("a", null, ""), Is.EqualTo("x"));
    }

    [Test]
    public void Speaks_once_of_all_options_above_the_first_section()
    {
        var conf = Conf.Parse("a = x\nb = y\n  z\nc = y\n[g]\nd = x");

        Assert.That(conf.Errors.Select(error => error.Line), Is.EqualTo(new[] { 1 }));
        Assert.That(conf.Section("g").IsSet("d"));
    }

    [TestCase("[database]\nconnection topsecret")]
    [TestCase("[database]\n  mysql://u:topsecret@h/m")]
    [TestCase("[database]\n\n  topsecret")]
    public void Does_not_quote_what_may_be_half_a_secret(string text)
    {
        var conf = Conf.Parse(text);

        Assert.That(conf.Errors.Single().ToString(), Does.Not.Contain("topsecret"));
    }

    [Test]
    public void Keeps_any_one_line_value_that_is_written_in_quotes(
        [Values(" x ", "'x'", "a = b", "# x", "; y", "[x]", "", "\"", "tüst", "a,b")] string value)
    {
        var conf = Conf.Parse($"[g]\na = \"{value}\"\n");

        Assert.That(conf.Section("g").Text("a", null, ""), Is.EqualTo(value));
    }
}
