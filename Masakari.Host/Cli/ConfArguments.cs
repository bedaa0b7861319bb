using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using Masakari.Core.Configuration;

namespace Masakari.Host.Cli;

/// <summary><c>--config-file</c> and <c>--config-dir</c>, which every verb takes. The order in which they are mixed counts.</summary>
internal static class ConfArguments
{
    public static readonly Option<string[]> File = new("--config-file")
    {
        Description = "A configuration file. May be repeated; later files override earlier ones.", HelpName = "FILE", Recursive = true,
    };

    public static readonly Option<string[]> Folder = new("--config-dir")
    {
        Description = "A folder: its *.conf files are read in the order of their names. May be repeated.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>The configuration of the service.</summary>
    public static ConfSources Sources(ParseResult command, params string[] programs) => Of(ConfSources.Service, command, programs);

    /// <summary>The configuration of the monitors.</summary>
    public static ConfSources MonitorSources(ParseResult command, params string[] programs) => Of(ConfSources.Monitors, command, programs);

    private static ConfSources Of(string project, ParseResult command, string[] programs) => new()
    {
        Project = project,
        Programs = programs,
        Arguments = [.. Arguments(command.Tokens)],
        Environment = Variables(command),
    };

    private static Dictionary<string, string> Variables(ParseResult command)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => variable.Value as string ?? "");
        foreach (var (name, value) in LogArguments.Overrides(command)) variables[name] = value;
        return variables;
    }

    private static IEnumerable<ConfArgument> Arguments(IReadOnlyList<Token> tokens) => tokens.Zip(tokens.Skip(1))
        .Where(pair => pair.First.Type == TokenType.Option && pair.First.Value is "--config-file" or "--config-dir")
        .Select(pair => new ConfArgument(pair.Second.Value, IsFolder: pair.First.Value == "--config-dir"));
}
