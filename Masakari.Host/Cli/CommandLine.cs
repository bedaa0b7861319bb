using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Masakari.Core;
using Masakari.Core.Monitoring;
using Masakari.Host.Cli.Client;
using Masakari.Host.Sandbox;
using Masakari.Host.Service;

namespace Masakari.Host.Cli;

/// <summary>The verbs and their options.</summary>
internal static class CommandLine
{
    // A segment may be called @name: this is no file of further arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <returns>The exit code: 0 done, 1 failed, 2 wrong usage or configuration.</returns>
    public static Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors) =>
        RunAsync(arguments, output, errors, Surroundings.OfProcess(output));

    /// <inheritdoc cref="RunAsync(string[], TextWriter, TextWriter)"/>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, Surroundings around)
    {
        var root = Root(output, errors, around);
        root.Options.OfType<VersionOption>().First().Action = new ShowVersion();
        HelpWithExamples.SetFor(root);
        var command = root.Parse(arguments, Parsing);
        if (Mistake(command) is not { } mistake) return await InvokeAsync(command, output, errors);
        await errors.WriteLineAsync($"masakari: {AlignedTable.OneLine(mistake)}");
        return 2;
    }

    private static async Task<int> InvokeAsync(ParseResult command, TextWriter output, TextWriter errors)
    {
        try
        {
            // The parser sets no time limit: the host handles the signals and takes its own time to stop.
            return await command.InvokeAsync(new InvocationConfiguration
            {
                Output = output, Error = errors, ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false,
            });
        }
        catch (OutputException problem)
        {
            await errors.WriteLineAsync($"masakari: {problem.Message}");
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception problem)   // the parser's own handler does the same, also for an output that cannot be written
        {
            await errors.WriteLineAsync($"Unhandled exception: {problem}");
        }

        return 1;
    }

    /// <summary>
    /// What is wrong with the command line, in one line that leads to the help; <see langword="null"/> = nothing, or the help is asked for.
    /// Only the first mistake counts: the others are often its consequences.
    /// </summary>
    private static string? Mistake(ParseResult command)
    {
        if (command.Action is HelpWithExamples) return null;
        if (command.Errors.Count == 0) return ClientCommands.Misplaced(command);
        if (command.UnmatchedTokens is [var unknown, ..])
            return $"'{unknown}' is not a command or option; see {Help(command)}";
        if (command.CommandResult.Command.Subcommands.Count > 0) return $"the command is not complete; see {Help(command)}";
        var missing = command.CommandResult.Command.Arguments
            .Where(argument => argument.Arity.MinimumNumberOfValues > 0 && command.GetResult(argument) is not { Tokens.Count: > 0 })
            .Select(argument => argument.Name).ToList();
        return missing.Count == 0
            ? $"{command.Errors[0].Message.TrimEnd('.')}; see {Help(command)}"
            : $"{string.Join(' ', missing)} {(missing.Count == 1 ? "is" : "are")} missing; see {Help(command)}";
    }

    private static string Help(ParseResult command)
    {
        var help = "--help";
        for (var part = command.CommandResult; part is not null; part = part.Parent as CommandResult)
            help = $"{(part.Command is RootCommand ? "masakari" : part.Command.Name)} {help}";
        return help;
    }

    internal static RootCommand Root(TextWriter output, TextWriter errors) => Root(output, errors, Surroundings.OfProcess(output));

    private static RootCommand Root(TextWriter output, TextWriter errors, Surroundings around)
    {
        var root = new RootCommand("Masakari: instance high availability for OpenStack.")
        {
            ConfArguments.File,
            ConfArguments.Folder,
            LogArguments.AddedTo(Run(errors)),
            LogArguments.AddedTo(Monitor(errors)),
            Sandbox(output, errors),
            LogArguments.AddedTo(Manage(output, errors)),
            LogArguments.AddedTo(StatusCommands.All(output)),
            ConfCommands.All(output),
            PolicyCommands.All(output, errors),
        };
        ClientCommands.AddTo(root, output, errors, around);
        return root;
    }

    private static Command Run(TextWriter errors)
    {
        var role = Typed.Role("--role", "all: API and recovery engine (default); api: API without recovery; engine: recovery without API.");
        var run = new Command("run", "Run the service: API, recovery engine and timers.") { role };
        run.SetAction((command, ct) => RunVerb.RunAsync(
            ConfArguments.Sources(command, Programs(command.GetValue(role))), command.GetValue(role), errors, ct));
        return run;
    }

    private static Command Monitor(TextWriter errors)
    {
        var names = Typed.Names("MONITOR", "The monitors to run. None = those of [monitors] enabled in masakarimonitors.conf.", MonitorNames.All);
        var monitor = new Command("monitor", "Watch this compute host, and report failures to Masakari.") { names };
        monitor.SetAction((command, ct) => MonitorVerb.RunAsync(
            ConfArguments.MonitorSources(command, [.. command.GetValue(names)!.Select(name => $"masakari-{name}monitor")]),
            command.GetValue(names)!, errors, ct));
        return monitor;
    }

    private static Command Sandbox(TextWriter output, TextWriter errors)
    {
        var usual = new SandboxOptions();
        var hosts = Typed.Number("--hosts", "Compute hosts of the simulated cloud.", usual.Hosts, least: 2, most: 100);
        var servers = Typed.Number("--servers", "Instances on the host that fails.", usual.Servers, least: 1, most: 1000);
        var serve = new Option<bool>("--serve") { Description = "Keep running after the recovery, and print commands to try." };
        var sandbox = new Command("sandbox", "Show the recovery of a failed host in a simulated cloud.") { hosts, servers, serve };
        sandbox.SetAction((command, ct) => SandboxVerb.RunAsync(
            new SandboxOptions { Hosts = command.GetValue(hosts), Servers = command.GetValue(servers), Serve = command.GetValue(serve) },
            output, errors, TimeProvider.System, ct));
        return sandbox;
    }

    private static Command Manage(TextWriter output, TextWriter errors)
    {
        var manage = new Command("manage", "Update the database schema, and control all engines.") { Db(output, errors) };
        foreach (var command in EngineCommands.All(output, errors)) manage.Add(command);
        return manage;
    }

    private static Command Db(TextWriter output, TextWriter errors)
    {
        var sync = new Command("sync", "Update the tables to the schema of this version.");
        sync.SetAction((command, ct) => ManageDbVerb.SyncAsync(ConfArguments.Sources(command, "masakari-manage"), output, errors, ct));
        var version = new Command("version", "Print the revision of the schema.");
        version.SetAction((command, ct) => ManageDbVerb.VersionAsync(ConfArguments.Sources(command, "masakari-manage"), output, errors, ct));
        return new Command("db", "The database.") { sync, version, Purge(output, errors) };
    }

    private static Command Purge(TextWriter output, TextWriter errors)
    {
        var age = Typed.Integer("--age_in_days", "--age-in-days", "Remove what ended or was deleted that many days ago (30).", usual: 30);
        var rows = Typed.Integer("--max_rows", "--max-rows", "Remove at most that many rows, all tables together; -1: all (-1).", usual: -1);
        var purge = new Command("purge", "Remove ended notifications with their vmoves, and deleted hosts and segments.") { age, rows };
        purge.SetAction((command, ct) => ManageDbVerb.PurgeAsync(
            ConfArguments.Sources(command, "masakari-manage"), command.GetValue(age), command.GetValue(rows), output, errors, ct));
        return purge;
    }

    private static string[] Programs(ServiceRole role) => role switch
    {
        ServiceRole.Api => ["masakari-api"],
        ServiceRole.Engine => ["masakari-engine"],
        _ => ["masakari-api", "masakari-engine"],
    };

    /// <summary>The parser's own action shows the version of the program that loaded this assembly.</summary>
    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"Masakari for .NET {ProductVersion.Text}");
            return 0;
        }
    }
}
