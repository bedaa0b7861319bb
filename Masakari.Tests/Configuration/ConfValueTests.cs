using Masakari.Core.Configuration;

namespace Masakari.Tests.Configuration;

public sealed class ConfValueTests
{
    [TestCase("true", true)]
    [TestCase("1", true)]
    [TestCase("On", true)]
    [TestCase("YES", true)]
    [TestCase("False", false)]
    [TestCase("0", false)]
    [TestCase("off", false)]
    [TestCase("no", false)]
    public void Reads_a_truth_value(string written, bool expected)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").Bool("a", !expected, ""), Is.EqualTo(expected));
        Assert.That(conf.Errors, Is.Empty);
    }

    [TestCase("")]
    [TestCase("t")]
    [TestCase("y")]
    [TestCase("enabled")]
    [TestCase("2")]
    public void Refuses_another_truth_value(string written)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").Bool("a", true, ""), Is.True);
        Assert.That(Message(conf), Is.EqualTo($"masakari.conf:2: [g] a: '{written}' is not true or false"));
    }

    [TestCase("5", 5)]
    [TestCase("+5", 5)]
    [TestCase("-5", -5)]
    [TestCase("1_0", 10)]
    [TestCase("' 5 '", 5)]
    public void Reads_a_whole_number(string written, int expected)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").Int("a", 77, ""), Is.EqualTo(expected));
        Assert.That(conf.Errors, Is.Empty);
    }

    [TestCase("0x10")]
    [TestCase("5.0")]
    [TestCase("soon")]
    [TestCase("1__0")]
    [TestCase("_1")]
    [TestCase("99999999999")]
    [TestCase("-1")]
    [TestCase("")]
    public void Refuses_another_number(string written)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").Seconds("a", 77, "", min: 0), Is.EqualTo(TimeSpan.FromSeconds(77)));
        Assert.That(Message(conf), Is.EqualTo($"masakari.conf:2: [g] a: '{written}' is not a whole number of seconds, 0 or more"));
    }

    [Test]
    public void Takes_an_empty_number_for_none_where_none_is_allowed()
    {
        var conf = With("");

        Assert.That(conf.Section("g").OptionalInt("a", ""), Is.Null);
        Assert.That(conf.Errors, Is.Empty);
    }

    [TestCase("65536")]
    [TestCase("-1")]
    [TestCase("http")]
    public void Refuses_another_port(string written)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").Port("a", 15868, ""), Is.EqualTo(15868));
        Assert.That(Message(conf), Does.EndWith("is not a port, 0 to 65535"));
    }

    [TestCase("2.5", 2.5)]
    [TestCase("-1e3", -1000)]
    [TestCase("7", 7)]
    public void Reads_a_decimal_number(string written, double expected)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").Decimal("a", 0, ""), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("2,5")]
    [TestCase("NaN")]
    public void Refuses_another_decimal_number(string written)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").Decimal("a", 1, ""), Is.EqualTo(1));
        Assert.That(conf.Errors, Has.Count.EqualTo(1));
    }

    [TestCase("", new string[0])]
    [TestCase(",,", new string[0])]
    [TestCase("a, b ,c", new[] { "a", "b", "c" })]
    [TestCase("a,b,,", new[] { "a", "b" })]
    [TestCase("a,,b", new[] { "a", "", "b" })]
    [TestCase("\"a,b\",c", new[] { "\"a", "b\"", "c" })]
    [TestCase("[a,b]", new[] { "[a", "b]" })]
    public void Splits_a_list(string written, string[] expected)
    {
        var conf = With(written);

        Assert.That(conf.Section("g").List("a", ["default"], ""), Is.EqualTo(expected));
    }

    [Test]
    public void Gives_every_occurrence_of_a_repeated_option_in_order()
    {
        var conf = Conf.Parse("[g]\na = x,y\na = z\n");

        Assert.That(conf.Section("g").Multi("a", [], ""), Is.EqualTo(new[] { "x,y", "z" }));
    }

    [TestCase("pre:['a','b'],main:[c],post:[]", "pre:[a,b],main:[c],post:[]")]
    [TestCase("{'pre': ['a'], 'main': [\"b\"]}", "pre:[a],main:[b]")]
    [TestCase("post:[c],\n  pre:[a,\n  b]", "post:[c],pre:[a,b]")]
    [TestCase("", "")]
    public void Reads_named_lists(string written, string expected)
    {
        var conf = With(written);

        Assert.That(NamedLists.Render(conf.Section("g").Lists("a", new Dictionary<string, IReadOnlyList<string>>(), "")), Is.EqualTo(expected));
        Assert.That(conf.Errors, Is.Empty);
    }

    [TestCase("pre:['a]")]
    [TestCase("pre:[a],pre:[b]")]
    [TestCase("pre:a")]
    [TestCase("[a]")]
    [TestCase("pre:[a b]")]
    [TestCase("pre:[a")]
    public void Refuses_other_named_lists(string written)
    {
        var conf = With(written);

        conf.Section("g").Lists("a", new Dictionary<string, IReadOnlyList<string>>(), "");

        Assert.That(Message(conf), Does.EndWith("is not of the form pre:[a,b],main:[c],post:[d]"));
    }

    [TestCase("http://controller/identity", true)]
    [TestCase("http://controller:35357", true)]
    [TestCase("controller:5000", false)]
    [TestCase("/identity", false)]
    [TestCase("", false)]
    public void Wants_scheme_and_host_of_a_url(string written, bool good)
    {
        var conf = With(written);

        conf.Section("g").Uri("a", null, "");

        Assert.That(conf.Errors, Has.Count.EqualTo(good ? 0 : 1));
    }

    [TestCase("0.0.0.0", true)]
    [TestCase("::1", true)]
    [TestCase("controller-1.example.org", true)]
    [TestCase("1.2.3", false)]
    [TestCase("300.1.1.1", false)]
    [TestCase("my_host", false)]
    [TestCase("[::1]", false)]
    [TestCase("", false)]
    public void Knows_a_host_address(string written, bool good)
    {
        var conf = With(written);

        conf.Section("g").HostAddress("a", null, "");

        Assert.That(conf.Errors, Has.Count.EqualTo(good ? 0 : 1));
    }

    [Test]
    public void Takes_choices_exactly()
    {
        var conf = With("NOAUTH2");

        Assert.That(conf.Section("g").Text("a", "keystone", "", choices: ["keystone", "noauth2"]), Is.EqualTo("keystone"));
        Assert.That(Message(conf), Is.EqualTo("masakari.conf:2: [g] a: 'NOAUTH2' is not one of keystone, noauth2"));
    }

    [Test]
    public void Never_shows_a_secret_that_is_of_the_wrong_kind()
    {
        var conf = With("topsecret");

        conf.Section("g").Text("a", "x", "", secret: true, choices: ["x"]);

        Assert.That(Message(conf), Is.EqualTo("masakari.conf:2: [g] a: the value is not one of x"));
    }

    [Test]
    public void Puts_a_room_s_own_complaint_where_the_option_stands()
    {
        var conf = With("x");

        conf.Section("g").Error("a", "no such file");
        conf.Section("g").Error("b", "is needed");

        Assert.That(conf.Errors.Select(error => error.ToString()), Is.EqualTo(new[] { "masakari.conf:2: [g] a: no such file", "[g] b: is needed" }));
    }

    [Test]
    public void Says_a_thing_once_when_two_rooms_read_the_same_option()
    {
        var conf = With("soon");

        conf.Section("g").Int("a", 1, "");
        conf.Section("G").Int("a", 1, "");

        Assert.That(conf.Errors, Has.Count.EqualTo(1));
    }

    private static Conf With(string value) => Conf.Parse($"[g]\na = {value}\n");

    private static string Message(Conf conf) => conf.Errors.Single().ToString();
}
