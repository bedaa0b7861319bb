using System.CommandLine;
using Masakari.Host.Cli;

namespace Masakari.Tests.Cli;

/// <summary>The help comes with exit code 0, whatever else is on the command line.</summary>
public sealed class HelpTests
{
    private static IEnumerable<string> Commands() => Below(CommandLine.Root(TextWriter.Null, TextWriter.Null), "");

    [TestCaseSource(nameof(Commands))]
    public async Task Every_command_has_help(string command)
    {
        await ShowsHelpAsync(command, [.. command.Split(' '), "--help"]);
        await ShowsHelpAsync(command, ["-h", .. command.Split(' ')]);
    }

    [TestCase("segment create", "segment create rack-1 --help")]
    [TestCase("segment create", "segment create -h rack-1 wrong")]
    [TestCase("segment update", "segment update x --help")]
    [TestCase("segment list", "segment list --limit many --bogus --help")]
    [TestCase("segment", "segment frob --help")]
    [TestCase("notification watch", "notification watch x --help")]
    [TestCase("notification create", "notification create VM b c d --help")]
    [TestCase("manage abort", "manage abort xyz --help")]
    [TestCase("run", "run --role nonsense --help")]
    [TestCase("conf check", "--os-cloud x conf check --help")]
    public Task A_wrong_command_line_has_help(string command, string arguments) => ShowsHelpAsync(command, arguments.Split(' '));

    [TestCase("masakari-api", "run")]
    [TestCase("masakari-engine", "run")]
    [TestCase("masakari-manage", "manage")]
    [TestCase("masakari-status", "status")]
    [TestCase("masakari-processmonitor", "monitor")]
    [TestCase("masakari-instancemonitor", "monitor")]
    [TestCase("masakari-hostmonitor", "monitor")]
    [TestCase("masakari-introspectiveinstancemonitor", "monitor")]
    public async Task Every_name_of_the_program_has_help(string program, string command)
    {
        await ShowsHelpAsync(command, CalledAs.Arguments(program, ["--help"]));
        await ShowsHelpAsync(command, CalledAs.Arguments(program, ["-h"]));
    }

    private static async Task ShowsHelpAsync(string command, string[] arguments)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter());

        var code = await CommandLine.RunAsync(arguments, output, errors);

        Assert.That((code, errors.ToString()), Is.EqualTo((0, "")));
        Assert.That(output.ToString(), Does.Match($@"\nUsage:\n  \S+ {command}( [<\[]|\n)"));
    }

    private static IEnumerable<string> Below(Command command, string path) =>
        command.Subcommands.SelectMany(one => (string[])[$"{path}{one.Name}", .. Below(one, $"{path}{one.Name} ")]);
}
