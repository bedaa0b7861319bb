using Masakari.Host.Auth.Policy;

namespace Masakari.Tests.Auth.Policy;

public sealed class PolicyFileTests
{
    private string path = "";

    [SetUp]
    public void MakeFile() => path = Path.GetTempFileName();

    [TearDown]
    public void RemoveFile() => File.Delete(path);

    [TestCase("a: role:x", "role:x")]
    [TestCase("\"a\": \"role:x\"  # why", "role:x")]
    [TestCase("'a': 'it''s'", "it's")]
    [TestCase("# first\n\na: role:x or\n  role:y\n", "role:x or role:y")]
    [TestCase("a: >-\n  role:x\n  or role:y\n", "role:x or role:y")]
    [TestCase("a: |-\n  role:x\n", "role:x")]
    [TestCase("---\na: project_id:%(project_id)s\n...\n", "project_id:%(project_id)s")]
    [TestCase("\uFEFFa: role:x\r\n", "role:x")]
    [TestCase("{\"a\": \"role:x\"}", "role:x")]
    [TestCase("a: \"\"", "")]
    [TestCase("a: '@'", "@")]
    [TestCase("a: \"1\"", "1")]
    public void Reads_an_expression(string text, string expression)
    {
        var rule = Read(text).Rules.Single();

        Assert.That((rule.Name, rule.Expression), Is.EqualTo(("a", expression)));
    }

    [TestCase("a: []", "")]
    [TestCase("a: [[]]", "")]
    [TestCase("a: [[role:x, role:y], [role:z]]", "role:x,role:y|role:z")]
    [TestCase("a: [role:x, role:y]", "role:x|role:y")]
    [TestCase("a:\n- [role:x]\n- role:y\n", "role:x|role:y")]
    public void Reads_a_list(string text, string alternatives)
    {
        var rule = Read(text).Rules.Single();

        Assert.That(rule.Expression, Is.Null);
        Assert.That(string.Join('|', rule.Alternatives.Select(all => string.Join(',', all))), Is.EqualTo(alternatives));
    }

    [TestCase("")]
    [TestCase("# nothing yet\n")]
    [TestCase("---\n")]
    [TestCase("{}")]
    public void Reads_no_rule_from_an_empty_file(string text)
    {
        var file = Read(text);

        Assert.That((file.Error, file.Rules.Count), Is.EqualTo(((object?)null, 0)));
    }

    [TestCase("a: @", 1)]
    [TestCase("a: x\nb: !", 2)]
    [TestCase("a:", 1)]
    [TestCase("a: ~", 1)]
    [TestCase("a: null", 1)]
    [TestCase("a: true", 1)]
    [TestCase("a: No", 1)]
    [TestCase("a: 1", 1)]
    [TestCase("a: 2026-11-22", 1)]
    [TestCase("a: {b: c}", 1)]
    [TestCase("a: [[[role:x]]]", 1)]
    [TestCase("a: [[null]]", 1)]
    [TestCase("a: role:x\n\na: role:y", 3)]
    [TestCase("a: &x role:x\nb: *x", 1)]
    [TestCase("<<: {a: b}", 1)]
    [TestCase("a: !!str role:x", 1)]
    [TestCase("a: role:x\n---\nb: role:y", 2)]
    [TestCase("a: role:x\n  b: role:y", 2)]
    [TestCase("a: role:x: y", 1)]
    [TestCase("a: \"role:x", 1)]
    [TestCase("a: 'x' or y", 1)]
    [TestCase("[a, b]", 1)]
    [TestCase("role:x", 1)]
    [TestCase("a: %(x)s:y", 1)]
    [TestCase("{\"a\": \"role:x\"", 2)]
    [TestCase("? [a]\n: b", 1)]
    public void Refuses_what_is_or_could_be_something_else(string text, int line)
    {
        var file = Read(text);

        Assert.That(file.Error, Is.Not.Null);
        Assert.That((file.Error!.Place, file.Error.Line, file.Rules.Count), Is.EqualTo((path, line, 0)), file.Error.Message);
    }

    [Test]
    public void Refuses_what_is_no_text()
    {
        File.WriteAllBytes(path, [0x61, 0x3A, 0x20, 0xFF, 0xFE]);

        Assert.That(PolicyFile.Read(path).Error!.Message, Is.EqualTo("is not UTF-8"));
    }

    [Test]
    public void Refuses_what_is_no_policy_for_its_sheer_size()
    {
        File.WriteAllText(path, "#" + new string('x', 1 << 20));

        Assert.That(PolicyFile.Read(path).Error!.Message, Is.EqualTo("is longer than a megabyte"));
    }

    [Test]
    public void Takes_a_file_of_exactly_a_megabyte()
    {
        File.WriteAllText(path, "#" + new string('x', (1 << 20) - 1));

        Assert.That(PolicyFile.Read(path).Error, Is.Null);
    }

    [Test]
    public void Refuses_a_file_that_is_not_there() =>
        Assert.That(PolicyFile.Read("/no/such/policy.yaml").Error!.ToString(), Does.StartWith("/no/such/policy.yaml: cannot be read: "));

    [Test]
    public void Never_breaks_whatever_stands_in_it()
    {
        const string Letters = "ab:-?[]{}'\"\\!&*@%#|>,~ \n\t\r0.=<(";
        var dice = new Random(8);
        for (var round = 0; round < 5000; round++)
        {
            var text = new string([.. Enumerable.Range(0, dice.Next(1, 40)).Select(_ => Letters[dice.Next(Letters.Length)])]);
            var file = Read(text);
            foreach (var rule in file.Rules)
                Assert.That(() => rule.Parse(), Throws.Nothing, text);
        }
    }

    private PolicyFile Read(string text)
    {
        File.WriteAllText(path, text);
        return PolicyFile.Read(path);
    }
}
