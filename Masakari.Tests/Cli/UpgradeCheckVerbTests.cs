using System.Text.Json.Nodes;
using Masakari.Host.Cli;

namespace Masakari.Tests.Cli;

/// <summary><c>masakari status upgrade check</c>: the table, the JSON and the exit codes of the original's masakari-status.</summary>
public sealed class UpgradeCheckVerbTests
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter errors = new() { NewLine = "\n" };
    private DirectoryInfo folder = null!;

    private string ConfFile => Path.Combine(folder.FullName, "masakari.conf");

    [SetUp]
    public async Task BeginAsync()
    {
        folder = Directory.CreateTempSubdirectory("masakari-upgrade-");
        await File.WriteAllTextAsync(ConfFile, Conf());
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
    }

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [Test]
    public async Task Prints_the_table_of_the_original()
    {
        var code = await CheckAsync();

        Assert.That((code, output.ToString()), Is.EqualTo((0, """
            +-------------------------------------------+
            | Upgrade Check Results                     |
            +-------------------------------------------+
            | Check: Policy File JSON to YAML Migration |
            | Result: Success                           |
            | Details: None                             |
            +-------------------------------------------+
            | Check: Configuration                      |
            | Result: Success                           |
            | Details: None                             |
            +-------------------------------------------+
            | Check: Database Schema                    |
            | Result: Success                           |
            | Details: None                             |
            +-------------------------------------------+

            """)), errors.ToString());
    }

    [Test]
    public async Task Prints_the_json_of_the_original()
    {
        await File.AppendAllTextAsync(ConfFile, "[host_failure]\nevacuate_all = x\n");

        var code = await CheckAsync("--json");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output.ToString(), Does.StartWith("""{"name":"Upgrade Check Results","checks":[{"check":"Policy File JSON to """));
        var checks = JsonNode.Parse(output.ToString())!["checks"]!.AsArray();
        Assert.That(checks.Select(check => (int)check!["result"]!), Is.EqualTo(new[] { 0, 1, 0 }));
        Assert.That(checks[0]!["details"], Is.Null);
        Assert.That((string?)checks[1]!["details"],
            Does.Contain("[host_failure] evacuate_all: unknown option").And.Contain("`masakari conf check`"));
    }

    [TestCase("policy.json", "{\"admin_api\": \"role:admin\"}", 2)]
    [TestCase("policy.yaml", "{\"admin_api\": \"role:admin\"}", 2)]
    [TestCase("policy.yaml", "\"admin_api\": \"role:admin\"", 0)]
    [TestCase("policy.yaml", "", 0)]
    public async Task A_policy_in_json_is_a_failure(string file, string text, int code)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text);

        Assert.That(await CheckAsync(), Is.EqualTo(code));
        Assert.That(output.ToString(), Does.Contain(code == 0 ? "Result: Success" : "| Result: Failure"));
        if (code == 2) Assert.That(Details(), Does.Contain($"The policy file {folder.FullName}/{file} is written in JSON"));
    }

    [Test]
    public async Task A_mistake_in_the_configuration_is_a_failure()
    {
        await File.AppendAllTextAsync(ConfFile, "[host_failure]\nevacuate_all_instances = maybe\n[recovery]\nsweep_seconds = soon\n");

        Assert.That(await CheckAsync(), Is.EqualTo(2));
        Assert.That(Details(), Does.Contain("[host_failure] evacuate_all_instances: 'maybe' is not true or false, and 1 more."));
    }

    [Test]
    public async Task Mistakes_of_the_database_section_leave_the_schema_unchecked()
    {
        await File.WriteAllTextAsync(ConfFile, Conf().Replace("sqlite://", "oracle://", StringComparison.Ordinal));

        Assert.That(await CheckAsync(), Is.EqualTo(2));
        Assert.That(output.ToString(), Does.Not.Contain("Database Schema"));
    }

    [Test]
    public async Task A_database_that_does_not_answer_is_a_failure()
    {
        await File.WriteAllTextAsync(ConfFile, Conf().Replace(
            $"sqlite:///{folder.FullName}/masakari.sqlite", "mysql+pymysql://masakari:s3cret@127.0.0.1:9/masakari",
            StringComparison.Ordinal));

        Assert.That(await CheckAsync(), Is.EqualTo(2));
        Assert.That(Details(), Does.Contain("cannot be opened").And.Not.Contain("s3cret"));
    }

    [Test]
    public async Task Lines_of_details_are_not_longer_than_those_of_the_original()
    {
        await File.AppendAllTextAsync(ConfFile, "[host_failure]\nevacuate_all = x\n");

        await CheckAsync();

        var lines = output.ToString().Split('\n').Where(line => line.StartsWith('|')).Select(line => line[2..^2].TrimEnd()).ToList();
        Assert.That(lines, Has.All.Length.LessThanOrEqualTo("Details: ".Length + 60 + folder.FullName.Length));
        Assert.That(lines, Has.Some.StartsWith("  "), "the second line is indented");
    }

    [TestCase("status")]
    [TestCase("status", "upgrade")]
    [TestCase("status", "upgrade", "check", "--yaml")]
    public async Task Wrong_usage_ends_with_2(params string[] arguments)
    {
        Assert.That(await CommandLine.RunAsync(arguments, output, errors), Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.StartWith("masakari: "));
    }

    private Task<int> CheckAsync(params string[] more) =>
        CommandLine.RunAsync(["--config-file", ConfFile, "status", "upgrade", "check", .. more], output, errors);

    /// <summary>What the table says, its lines joined.</summary>
    private string Details() => string.Join(' ', output.ToString().Split('\n')
        .Where(line => line.StartsWith('|')).Select(line => line.Trim('|', ' ')));

    private string Conf() => $"""
        [DEFAULT]
        os_privileged_user_name = masakari
        os_privileged_user_password = secret
        os_privileged_user_tenant = service
        os_privileged_user_auth_url = http://127.0.0.1:9/identity
        [database]
        connection = sqlite:///{folder.FullName}/masakari.sqlite
        [keystone_authtoken]
        auth_url = http://127.0.0.1:9/identity
        username = masakari
        password = secret
        project_name = service
        user_domain_name = Default
        project_domain_name = Default
        """ + "\n";
}
