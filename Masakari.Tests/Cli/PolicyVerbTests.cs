using Masakari.Host.Auth.Policy;
using Masakari.Host.Cli;
using Masakari.Tests.Configuration;

namespace Masakari.Tests.Cli;

public sealed class PolicyVerbTests
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter errors = new() { NewLine = "\n" };
    private string folder = "";
    private string file = "";

    [SetUp]
    public void Begin()
    {
        folder = Directory.CreateTempSubdirectory("masakari-policy-").FullName;
        file = Path.Combine(folder, "policy.yaml");
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
    }

    [TearDown]
    public void Clear() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task The_sample_shows_every_rule_and_changes_nothing()
    {
        await RunAsync("policy", "sample");
        var sample = output.ToString();
        await File.WriteAllTextAsync(file, sample);

        Assert.That(PolicyFile.Read(file).Rules, Is.Empty);
        Assert.That(sample, Does.Contain(
            "# Delete segments.\n# DELETE /v1/segments/{segment_uuid}\n#\"os_masakari_api:segments:delete\": \"rule:admin_api\"\n"));
    }

    [Test]
    public async Task The_sample_of_the_packages_is_this_one()
    {
        await RunAsync("policy", "sample");

        Assert.That(
            await File.ReadAllTextAsync(Checkout.File("packaging", "masakari.policy.yaml.sample")), Is.EqualTo(output.ToString()),
            "run ./build.sh sample");
    }

    [Test]
    public async Task The_sample_without_its_comment_signs_is_the_defaults()
    {
        await RunAsync("policy", "sample");
        await File.WriteAllTextAsync(file, output.ToString().Replace("#\"", "\"", StringComparison.Ordinal));

        var rules = PolicyFile.Read(file).Rules;

        Assert.That(rules.Select(rule => (rule.Name, rule.Expression)), Is.EqualTo(PolicyDefaults.All.Select(rule => (rule.Name, (string?)rule.Expression))));
    }

    [Test]
    public async Task Says_that_a_file_can_be_used()
    {
        await File.WriteAllTextAsync(file, "admin_api: role:operator");

        var code = await RunAsync("policy", "check", "--file", file);

        Assert.That((code, output.ToString(), errors.ToString()), Is.EqualTo((0, $"The policy can be used: {file}.\n", "")));
    }

    [TestCase("admin_api: role:operator", 0)]
    [TestCase("admin_api: role:x or", 1)]
    [Platform("Unix")]
    public async Task Reads_a_pipe(string text, int expected)
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", file))
            await made.WaitForExitAsync();
        var written = Task.Run(() => File.WriteAllText(file, text));   // opening a pipe waits for its reader

        var code = await RunAsync("policy", "check", "--file", file);

        Assert.That(code, Is.EqualTo(expected), output.ToString() + errors);
        await written;
    }

    [TestCase("admin_api: role:x or", 1, ":1: the rule 'admin_api' lets nobody in where this matters: a check is wanted where 'the end' stands")]
    [TestCase("admin_api: rule:typo", 1, ":1: the rule 'admin_api' lets nobody in where this matters: there is no rule 'typo'")]
    [TestCase("\nadmin_api: @", 2, ":2: ")]
    [TestCase("admin_api:", 2, ":1: the expression of 'admin_api' is missing")]
    public async Task Says_what_is_wrong_with_a_file(string text, int code, string complaint)
    {
        await File.WriteAllTextAsync(file, text);

        Assert.That(await RunAsync("policy", "check", "--file", file), Is.EqualTo(code));
        Assert.That(errors.ToString(), Does.StartWith($"masakari: {file}{complaint}"));
    }

    [TestCase("\"os_masakari_api:segments:indexx\": \"@\"", ":1: os_masakari_api:segments:indexx", "; did you mean os_masakari_api:segments:index?")]
    [TestCase("\nos_masakari_api:os_hosts:detail: '@'", ":2: os_masakari_api:os_hosts:detail", "; did you mean os_masakari_api:os-hosts:detail?")]
    [TestCase("defualt: '!'", ":1: defualt", "; did you mean default?")]
    [TestCase("operators: role:x", ":1: operators", "")]
    [TestCase("a: role:x\nadmin_api: rule:a\nb: rule:a", ":3: b", "")]
    public async Task Warns_of_a_rule_that_nobody_asks_for(string text, string rule, string hint)
    {
        await File.WriteAllTextAsync(file, text);

        var code = await RunAsync("policy", "check", "--file", file);

        Assert.That((code, errors.ToString()), Is.EqualTo((0, $"masakari: {file}{rule}: no call asks for this rule and no rule refers to it{hint}\n")));
        Assert.That(output.ToString(), Does.StartWith("The policy can be used: "));
    }

    [TestCase("default: '!'")]
    [TestCase("os_masakari_api:versions:index: '!'\nadmin_or_owner: '!'")]
    [TestCase("a: role:x\nadmin_api: not (role:y or rule:a)")]
    [TestCase("a: role:x\nadmin_api: [[role:y, 'rule:a']]")]
    public async Task Keeps_silent_about_a_rule_that_something_leads_to(string text)
    {
        await File.WriteAllTextAsync(file, text);

        Assert.That((await RunAsync("policy", "check", "--file", file), errors.ToString()), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task Misses_a_file_that_was_named() =>
        Assert.That((await RunAsync("policy", "check", "--file", file), errors.ToString()), Is.EqualTo((2, $"masakari: {file}: no such file\n")));

    [Test]
    public async Task Shows_what_a_caller_may_do()
    {
        await File.WriteAllTextAsync(file, """
            "os_masakari_api:segments:index": "role:reader"
            "mine": "user_id:u1 and project_id:p1"
            """);

        var code = await RunAsync("policy", "check", "--file", file, "--roles", "member, Reader", "--user", "u1", "--project", "p1");

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(code, Is.Zero);
        Assert.That(lines.Select(line => line.LastIndexOf(' ')).Distinct().ToArray(), Has.Length.EqualTo(1), "one column");
        Assert.That(
            lines.Where(line => line.EndsWith("allowed", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]),
            Is.EqualTo(new[] { "admin_or_owner", "os_masakari_api:segments:index", "os_masakari_api:versions:index", "os_masakari_api:versions:discoverable", "mine" }));
    }

    [TestCase("admin", "os_masakari_api:segments:create", 0)]
    [TestCase("member", "os_masakari_api:segments:create", 1)]
    [TestCase("admin", "os_masakari_api:segments:creat", 2)]
    public async Task Answers_about_one_rule_by_its_exit_code(string role, string rule, int code)
    {
        await File.WriteAllTextAsync(file, "");

        Assert.That(await RunAsync("policy", "check", "--file", file, "--roles", role, "--rule", rule), Is.EqualTo(code));
    }

    [TestCase("admin", 0, "allowed")]
    [TestCase("member", 1, "denied")]
    public async Task Answers_about_one_rule_in_spite_of_a_mistake_in_another(string role, int code, string answer)
    {
        await File.WriteAllTextAsync(file, "\"os_masakari_api:notifications:create\": \"rule:admin_apii\"");

        Assert.That(await RunAsync("policy", "check", "--file", file, "--roles", role, "--rule", "os_masakari_api:segments:index"),
            Is.EqualTo(code));
        Assert.That(output.ToString(), Does.EndWith($"  {answer}\n"));
        Assert.That(errors.ToString(), Does.StartWith($"masakari: warning: {file}:1: ").And.Contains("there is no rule 'admin_apii'"));
    }

    [TestCase("os_masakari_api:segments:creat",
        "there is no rule 'os_masakari_api:segments:creat'; did you mean os_masakari_api:segments:create?")]
    [TestCase("os_masakari_api:os_hosts:index",
        "there is no rule 'os_masakari_api:os_hosts:index'; did you mean os_masakari_api:os-hosts:index?")]
    [TestCase("mime", "there is no rule 'mime'; did you mean mine?")]
    [TestCase("nonsense", "there is no rule 'nonsense'; `masakari policy sample` shows the names")]
    public async Task Names_the_rule_that_was_probably_meant(string rule, string message)
    {
        await File.WriteAllTextAsync(file, "mine: role:x\nadmin_api: rule:mine");

        Assert.That((await RunAsync("policy", "check", "--file", file, "--rule", rule), errors.ToString()),
            Is.EqualTo((2, $"masakari: {message}\n")));
    }

    [Test]
    public async Task Says_that_a_running_service_keeps_the_former_rules_of_a_broken_file()
    {
        await WriteConfAsync();
        await File.WriteAllTextAsync(file, "\nadmin_api: @");

        Assert.That(await RunAsync("--config-file", Path.Combine(folder, "masakari.conf"), "policy", "check"), Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.StartWith($"masakari: {file}:2: ").And.EndsWith(
            $"masakari: a running service keeps its former rules until {file} is repaired or emptied, and none starts before\n"));
    }

    [Test]
    public async Task Says_that_a_running_service_keeps_the_rules_of_a_removed_file()
    {
        await WriteConfAsync();

        Assert.That(await RunAsync("--config-file", Path.Combine(folder, "masakari.conf"), "policy", "check"), Is.Zero, errors.ToString());
        Assert.That(output.ToString(), Is.EqualTo(
            "The policy can be used: there is no policy file, so the defaults apply.\n"
            + "A running service keeps the rules of a removed file until the file is back (it may be empty) or the service restarts.\n"));
    }

    [Test]
    public async Task Looks_at_the_policy_in_spite_of_mistakes_in_other_sections()
    {
        await WriteConfAsync();
        await File.AppendAllTextAsync(Path.Combine(folder, "masakari.conf"), "[DEFAULT]\ndebug = maybe\n");
        await File.WriteAllTextAsync(file, "");

        Assert.That(await RunAsync("--config-file", Path.Combine(folder, "masakari.conf"), "policy", "check"), Is.Zero);
        Assert.That(errors.ToString(), Does.StartWith("masakari: warning: ").And.Contains("[DEFAULT] debug"));
    }

    [Test]
    public async Task Looks_at_the_files_that_the_configuration_names()
    {
        await WriteConfAsync();
        Directory.CreateDirectory(Path.Combine(folder, "policy.d"));
        await File.WriteAllTextAsync(Path.Combine(folder, "policy.d", "10.yaml"), "admin_api: role:x");

        var code = await RunAsync("--config-file", Path.Combine(folder, "masakari.conf"), "policy", "check");

        Assert.That((code, output.ToString()), Is.EqualTo((0, $"The policy can be used: {folder}/policy.d/10.yaml.\n")));
    }

    [TestCase("admin_api: @", 2)]
    [TestCase("admin_api: role:x or", 0)]
    public async Task The_check_of_the_configuration_looks_at_the_policy_as_well(string text, int code)
    {
        await WriteConfAsync();
        await File.WriteAllTextAsync(file, text);

        Assert.That(await RunAsync("--config-file", Path.Combine(folder, "masakari.conf"), "conf", "check"), Is.EqualTo(code), output.ToString());
        Assert.That(output.ToString(), Does.Contain($"{file}:1: "));
    }

    private Task WriteConfAsync() => File.WriteAllTextAsync(Path.Combine(folder, "masakari.conf"), LocalConf.In(folder));

    private Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments, output, errors);
}
