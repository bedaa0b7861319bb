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

    [TestCase("masakari: --role must be one of all, api, engine, not 'nonsense'\n", "run", "--role", "nonsense")]
    [TestCase("masakari: 'xyz' is not a UUID\n", "manage", "abort", "xyz")]
    [TestCase("masakari: 'xyz' is not a UUID\n", "manage", "release", "xyz")]
    [TestCase("masakari: --hosts must be a whole number from 2 to 100, not 'many'\n", "sandbox", "--hosts", "many")]
    [TestCase("masakari: --hosts must be a whole number from 2 to 100, not '1'\n", "sandbox", "--hosts", "1")]
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
    [TestCase("masakari", "--config-file x")]
    public void Takes_the_verb_from_the_name_it_is_called_by(string program, string arguments) =>
        Assert.That(string.Join(' ', CalledAs.Arguments(program, ["--config-file", "x"])), Is.EqualTo(arguments));
}
