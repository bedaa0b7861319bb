using System.CommandLine;
using System.CommandLine.Parsing;

namespace Masakari.Host.Cli.Client;

/// <summary>The verbs over the REST API.</summary>
internal static class ClientCommands
{
    private static readonly string[] Verbs = ["segment", "host", "notification", "vmove"];

    /// <summary>Adds the verbs to the command line, and the account's options before and after them.</summary>
    public static void AddTo(RootCommand root, TextWriter output, TextWriter errors, Surroundings around)
    {
        var run = new ClientRun(output, errors, around);
        Command[] verbs = [SegmentCommands.All(run), HostCommands.All(run), NotificationCommands.All(run), VMoveCommands.All(run)];
        foreach (var verb in verbs)
        {
            run.Accept(ClientOptions.Of(verb));
            root.Add(verb);
        }

        run.Accept(ClientOptions.BeforeVerb(root));
        root.Add(CompletionVerb.All(output));
    }

    /// <summary>An option of the account before a verb that does not log in: it would have no effect.</summary>
    public static string? Misplaced(ParseResult command)
    {
        if (Has(command) || command.CommandResult.Command is RootCommand) return null;
        var option = command.RootCommandResult.Command.Options
            .FirstOrDefault(option => ClientOptions.IsOne(option) && command.GetResult(option) is { Implicit: false });
        return option is null ? null : $"{option.Name} has no effect here: it is for {string.Join(", ", Verbs)}";
    }

    /// <summary>Whether a command is, or is below, one of the verbs.</summary>
    public static bool Has(ParseResult command)
    {
        for (var part = command.CommandResult; part is not null; part = part.Parent as CommandResult)
            if (part.Parent is CommandResult { Command: RootCommand }) return Verbs.Contains(part.Command.Name);
        return false;
    }
}
