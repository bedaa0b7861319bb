using Masakari.Host.Auth;
using Masakari.Host.Auth.Policy;

namespace Masakari.Tests.Auth.Policy;

public sealed class PolicyLanguageTests
{
    [TestCase("@", true)]
    [TestCase("", true)]
    [TestCase("!", false)]
    [TestCase("role:member", true)]
    [TestCase("role:MEMBER", true)]
    [TestCase("role:admin", false)]
    [TestCase("role:%(role)s", false)]
    [TestCase("rule:members", true)]
    [TestCase("rule:nowhere", false)]
    [TestCase("is_admin:True", false)]
    [TestCase("is_admin:False", true)]
    [TestCase("is_admin:false", true)]
    [TestCase("user_id:u1", true)]
    [TestCase("user_id:U1", false)]
    [TestCase("user_id:%(user_id)s", true)]
    [TestCase("project_id:%(project_id)s", true)]
    [TestCase("user_id:%(project_id)s", false)]
    [TestCase("project_id:%(tenant)s", false)]
    [TestCase("user_id:u%(nothing)s1", false)]
    [TestCase("user_id:100%%", false)]
    [TestCase("roles:Member", true)]
    [TestCase("roles:member", false)]
    [TestCase("service_roles:service", true)]
    [TestCase("service_user_id:s1", true)]
    [TestCase("is_admin_project:True", true)]
    [TestCase("system_scope:all", false)]
    [TestCase("system_scope:None", true)]
    [TestCase("nonsense:x", false)]
    [TestCase("user_id.name:u1", false)]
    [TestCase("'p1':%(project_id)s", true)]
    [TestCase("\"p2\":%(project_id)s", false)]
    [TestCase("True:%(project_id)s", false)]
    [TestCase("1:1", true)]
    public async Task Knows_every_kind_of_check(string expression, bool allowed) =>
        Assert.That(await Asking.AllowsAsync(expression, null, ("members", "role:member")), Is.EqualTo(allowed));

    [TestCase("@ and !", false)]
    [TestCase("@ AND @", true)]
    [TestCase("! or @", true)]
    [TestCase("! Or !", false)]
    [TestCase("not !", true)]
    [TestCase("NOT @", false)]
    [TestCase("not not @", true)]
    [TestCase("@ or @ and !", true)]
    [TestCase("(@ or @) and !", false)]
    [TestCase("! and ! or @", true)]
    [TestCase("! and (! or @)", false)]
    [TestCase("not ! and !", false)]
    [TestCase("not (! and !)", true)]
    [TestCase("not @ or @", true)]
    [TestCase("((@))", true)]
    [TestCase("( @ )", true)]
    [TestCase("(not !)and @", false)]
    [TestCase("@\n  and\t@", true)]
    public async Task Brackets_bind_before_not_before_and_before_or(string expression, bool allowed) =>
        Assert.That(await Asking.AllowsAsync(expression), Is.EqualTo(allowed));

    [TestCase(" ")]
    [TestCase("nonsense")]
    [TestCase("not nonsense")]
    [TestCase("@ @")]
    [TestCase("@ and")]
    [TestCase("or @")]
    [TestCase("not")]
    [TestCase("(@")]
    [TestCase("@)")]
    [TestCase("()")]
    [TestCase("not ()")]
    [TestCase(":x")]
    [TestCase("not :x")]
    [TestCase("not is_admin:1")]
    [TestCase("is_admin:1")]
    [TestCase("not user_id:%s")]
    [TestCase("not user_id:%(x)d")]
    [TestCase("not user_id:50%")]
    [TestCase("'@'")]
    [TestCase("not 'role:x'")]
    [TestCase("not 'a b':x")]
    [TestCase("@ && @")]
    public async Task Lets_nobody_in_by_what_it_does_not_understand(string expression)
    {
        Assert.That(await Asking.AllowsAsync(expression), Is.False);
        Assert.That(Asking.Problems(("asked", expression)), Has.Count.EqualTo(1).And.All.StartsWith("the rule 'asked' lets nobody in where this matters: "));
    }

    [Test]
    public async Task Lets_in_by_the_part_that_it_understands() =>
        Assert.That(await Asking.AllowsAsync("nonsense or role:member"), Is.True);

    [Test]
    public async Task Survives_brackets_without_end()
    {
        var deep = new string('(', 100_000);

        Assert.That(await Asking.AllowsAsync($"{deep}@{deep.Replace('(', ')')}"), Is.False);
        Assert.That(Asking.Problems(("asked", deep)).Single(), Does.EndWith("brackets stand more than 100 deep"));
    }

    [Test]
    public async Task Survives_a_chain_of_not_and_of_or_without_end()
    {
        var many = 100_000;

        Assert.That(await Asking.AllowsAsync(string.Concat(Enumerable.Repeat("not ", many)) + "@"), Is.True);
        Assert.That(await Asking.AllowsAsync(string.Join(" or ", Enumerable.Repeat("!", many))), Is.False);
    }

    [TestCase("rule:asked")]
    [TestCase("not rule:asked")]
    [TestCase("rule:other")]
    [TestCase("not rule:other")]
    public async Task Rules_that_refer_to_each_other_in_a_circle_let_nobody_in(string expression)
    {
        (string, string) other = ("other", "rule:asked or rule:asked");

        Assert.That(await Asking.AllowsAsync(expression, null, other), Is.False);
        Assert.That(Asking.Problems(("asked", expression), other), Has.Some.EndsWith("it refers to itself, or to rules that refer to each other in a circle"));
    }

    [TestCase(90, true)]
    [TestCase(50_000, false)]
    public async Task Follows_references_so_far_and_no_further(int length, bool allowed)
    {
        var chain = Enumerable.Range(0, length).Select(number => ($"r{number}", number + 1 == length ? "@" : $"rule:r{number + 1} and rule:r{number + 1}"));

        Assert.That(await Asking.AllowsAsync("rule:r0", null, [.. chain]), Is.EqualTo(allowed));
    }

    [TestCase("rule:nowhere", true)]
    [TestCase("not rule:nowhere", false)]
    public async Task The_default_rule_stands_for_those_that_do_not_exist(string expression, bool allowed) =>
        Assert.That(await Asking.AllowsAsync(expression, null, ("default", "role:reader")), Is.EqualTo(allowed));

    [Test]
    public async Task A_reference_to_no_rule_stays_shut_even_when_negated()
    {
        Assert.That(await Asking.AllowsAsync("not rule:nowhere"), Is.False);
        Assert.That(Asking.Problems(("asked", "not rule:nowhere")).Single(), Does.EndWith("there is no rule 'nowhere'"));
    }

    [Test]
    public async Task A_missing_project_is_nobodys_project()
    {
        var system = new RequestContext { UserId = "u1", SystemScope = "all" };

        Assert.That(await Asking.AllowsAsync("project_id:%(project_id)s", system), Is.False);
        Assert.That(await Asking.AllowsAsync("rule:admin_or_owner", system), Is.False);
        Assert.That(await Asking.AllowsAsync("rule:admin_or_owner", Asking.Ann), Is.True);
        Assert.That(await Asking.AllowsAsync("system_scope:all", system), Is.True);
    }

    private static readonly TestCaseData[] Lists =
    [
        new(Array.Empty<string[]>(), true),
        new(new[] { Array.Empty<string>() }, false),
        new(new[] { new[] { "role:member", "role:reader" }, ["role:x"] }, true),
        new(new[] { new[] { "role:member", "role:x" }, ["role:y"] }, false),
        new(new[] { new[] { "role:x" }, ["@"] }, true),
        new(new[] { new[] { "role:x or @" } }, false),
        new(new[] { new[] { "nonsense" }, ["role:reader"] }, true),
    ];

    [TestCaseSource(nameof(Lists))]
    public async Task Takes_the_form_of_lists(string[][] alternatives, bool allowed) => Assert.That(
        await Asking.AllowsAsync([new WrittenRule("policy.yaml", 1, "asked") { Alternatives = alternatives }], Asking.Ann), Is.EqualTo(allowed));

    [Test]
    public async Task The_later_of_two_rules_wins()
    {
        var written = new[] { "!", "@" }.Select(text => new WrittenRule("policy.yaml", 1, "asked") { Expression = text });

        Assert.That(await Asking.AllowsAsync(written, Asking.Ann), Is.True);
    }

    [Test]
    public void The_defaults_are_understood()
    {
        var written = PolicyDefaults.All.Select(rule => (rule.Name, rule.Expression)).ToArray();

        Assert.That(Asking.Problems(written), Is.Empty);
        Assert.That(written.Select(rule => rule.Name), Is.Unique);
    }
}
