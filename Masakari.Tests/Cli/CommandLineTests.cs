using Masakari.Core;
using Masakari.Host.Cli;

namespace Masakari.Tests.Cli;

public sealed class CommandLineTests
{
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();

    [SetUp]
    public void Begin()
    {
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
    }

    [TestCase("nonsense")]
    [TestCase("run", "--nonsense")]
    [TestCase("run", "--role", "nonsense")]
    [TestCase("manage", "db", "nonsense")]
    public async Task Ends_with_2_when_used_wrongly(params string[] arguments)
    {
        var code = await CommandLine.RunAsync(arguments, output, errors);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.StartWith("masakari: "));
    }

    [TestCase("masakari: --role must be one of all, api, engine, not 'nonsense'; see masakari run --help\n", "run", "--role", "nonsense")]
    [TestCase("masakari: 'xyz' is not a UUID; see masakari manage abort --help\n", "manage", "abort", "xyz")]
    [TestCase("masakari: 'xyz' is not a UUID; see masakari manage release --help\n", "manage", "release", "xyz")]
    [TestCase(
        "masakari: --hosts must be a whole number from 2 to 100, not 'many'; see masakari sandbox --help\n", "sandbox", "--hosts", "many")]
    [TestCase("masakari: --hosts must be a whole number from 2 to 100, not '1'; see masakari sandbox --help\n", "sandbox", "--hosts", "1")]
    public async Task Says_what_a_value_must_be_without_naming_a_type(string message, params string[] arguments)
    {
        var code = await CommandLine.RunAsync(arguments, output, errors);

        Assert.That((code, errors.ToString()), Is.EqualTo((2, message)));
    }

    [TestCase("ALL")]
    [TestCase("Engine")]
    public async Task Takes_a_role_in_any_case(string role)
    {
        var code = await CommandLine.RunAsync(["--config-file", "/no/such/file", "run", "--role", role], output, errors);

        Assert.That((code, errors.ToString()), Is.EqualTo((2, "masakari: /no/such/file: no such file\n")));
    }

    [TestCase("the command is not complete; see masakari --help")]
    [TestCase("'frob' is not a command or option; see masakari --help", "frob")]
    [TestCase("the command is not complete; see masakari manage db --help", "manage", "db")]
    [TestCase("'stop' is not a command or option; see masakari manage --help", "manage", "stop")]
    [TestCase("'--bogus' is not a command or option; see masakari manage status --help", "manage", "status", "--bogus")]
    [TestCase("'--bogus' is not a command or option; see masakari manage confirm-down --help", "manage", "confirm-down", "--bogus")]
    [TestCase("'--bogus' is not a command or option; see masakari conf check --help", "conf", "check", "--bogus")]
    [TestCase("'--bogus' is not a command or option; see masakari run --help", "run", "--bogus")]
    [TestCase("'--bogus' is not a command or option; see masakari sandbox --help", "sandbox", "--bogus")]
    [TestCase("HOST is missing; see masakari manage confirm-down --help", "manage", "confirm-down")]
    public async Task Leads_to_the_help_in_one_line(string message, params string[] arguments)
    {
        var code = await CommandLine.RunAsync(arguments, output, errors);

        Assert.That((code, errors.ToString().Trim()), Is.EqualTo((2, $"masakari: {message}")));
    }

    [Test]
    public async Task Ends_with_2_when_a_named_file_does_not_exist()
    {
        var code = await CommandLine.RunAsync(["--config-file", "/no/such/file", "manage", "db", "version"], output, errors);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Is.EqualTo("masakari: /no/such/file: no such file\n"));
    }

    [Test]
    public async Task Shows_the_verbs()
    {
        var code = await CommandLine.RunAsync(["--help"], output, errors);

        Assert.That(code, Is.Zero);
        Assert.That(output.ToString(), Does.Contain("run").And.Contain("manage").And.Contain("conf").And.Contain("--config-file"));
    }

    [Test]
    public async Task Shows_its_version()
    {
        var code = await CommandLine.RunAsync(["--version"], output, errors);

        Assert.That((code, output.ToString()), Is.EqualTo((0, $"Masakari for .NET {ProductVersion.Text}\n")));
    }

    [Test]
    public async Task Writes_a_sample_of_every_option()
    {
        var code = await CommandLine.RunAsync(["conf", "sample"], output, errors);

        Assert.That(code, Is.Zero);
        Assert.That(output.ToString(), Does.Contain("masakari_api_listen_port = 15868").And.Contain("[recovery]").And.Contain("token_cache_time = 300"));
    }

    [TestCase("/usr/bin/masakari-api", "run --role all --config-file x")]
    [TestCase("masakari-engine", "run --role engine --config-file x")]
    [TestCase("masakari-manage", "manage --config-file x")]
    [TestCase("/usr/bin/masakari-status", "status --config-file x")]
    [TestCase("masakari", "--config-file x")]
    public void Takes_the_verb_from_the_name_it_is_called_by(string program, string arguments) =>
        Assert.That(string.Join(' ', CalledAs.Arguments(program, ["--config-file", "x"])), Is.EqualTo(arguments));

    [TestCase("masakari-api")]
    [TestCase("masakari-engine")]
    [TestCase("masakari-manage")]
    [TestCase("masakari-status")]
    public async Task Shows_the_version_by_every_name(string program)
    {
        var code = await CommandLine.RunAsync(CalledAs.Arguments(program, ["--version"]), output, errors);

        Assert.That((code, output.ToString()), Is.EqualTo((0, $"Masakari for .NET {ProductVersion.Text}\n")));
    }

    [TestCase("masakari-api", "--log-file=/var/log/masakari/masakari-api.log --debug",
        "LOG_FILE=/var/log/masakari/masakari-api.log DEBUG=true")]
    [TestCase("masakari-engine", "--logfile e.log --log_dir /var/log/masakari --use-journal",
        "LOG_FILE=e.log LOG_DIR=/var/log/masakari USE_JOURNAL=true")]
    [TestCase("masakari-manage", "-d db sync", "DEBUG=true")]
    [TestCase("masakari-manage", "db sync --use-syslog", "USE_SYSLOG=true")]
    public void Takes_the_log_options_of_unit_files_and_scripts(string program, string arguments, string settings)
    {
        var command = CommandLine.Root(output, errors).Parse(CalledAs.Arguments(program, arguments.Split(' ')));

        var variables = ConfArguments.Sources(command, program).Environment;

        Assert.That(command.Errors, Is.Empty);
        foreach (var setting in settings.Split(' ').Select(setting => setting.Split('=')))
            Assert.That(variables[$"OS_DEFAULT__{setting[0]}"], Is.EqualTo(setting[1]));
    }

    [Test]
    public async Task A_log_option_counts_more_than_the_file()
    {
        var folder = Directory.CreateTempSubdirectory("masakari-log-");
        var (conf, log) = (Path.Combine(folder.FullName, "masakari.conf"), Path.Combine(folder.FullName, "other.log"));
        await File.WriteAllTextAsync(conf, $"""
            [DEFAULT]
            log_file = {folder.FullName}/masakari.log
            [database]
            connection = sqlite:///{folder.FullName}/masakari.sqlite
            """);

        var code = await CommandLine.RunAsync(["--config-file", conf, "manage", "--log-file", log, "db", "sync"], output, errors);

        Assert.That(code, Is.Zero, errors.ToString());
        Assert.That(folder.GetFiles("*.log").Select(file => file.Name), Is.EqualTo(new[] { "other.log" }));
        folder.Delete(recursive: true);
    }
}
