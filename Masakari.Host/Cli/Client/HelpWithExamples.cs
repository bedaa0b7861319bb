using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Masakari.Host.Cli.Client;

/// <summary>The parser's help, and the examples of a command below it.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public static void SetFor(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().First();
        if (!OperatingSystem.IsWindows())
        {
            help.Aliases.Clear();
            help.Aliases.Add("-h");   // completion would offer the others, of which /? is one, for every word
        }

        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    /// <summary>The help is shown however incomplete or wrong the rest of the command line is.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampleCommand { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in examples) output.WriteLine($"  masakari {example}");
        }

        return code;
    }
}
