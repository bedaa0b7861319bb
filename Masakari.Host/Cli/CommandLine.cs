using System.CommandLine;
using System.CommandLine.Invocation;
using Masakari.Host.Sandbox;
using Masakari.Host.Service;

namespace Masakari.Host.Cli;

/// <summary>The verbs and their options.</summary>
internal static class CommandLine
{
    /// <returns>The exit code: 0 done, 1 failed, 2 wrong usage or configuration.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        var root = Root(output, errors);
        root.Options.OfType<VersionOption>().First().Action = new ShowVersion();
        var command = root.Parse(arguments);
        foreach (var error in command.Errors)
            await errors.WriteLineAsync($"masakari: {error.Message}");
        if (command.Errors.Count > 0)
            return 2;
        // No time-out of the parser's own: the host sees the signals and takes its time to end.
        return await command.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, ProcessTerminationTimeout = null });
    }

    internal static RootCommand Root(TextWriter output, TextWriter errors) => new("Masakari: instance high availability for OpenStack.")
    {
        ConfArguments.File,
        ConfArguments.Folder,
        Run(errors),
        Sandbox(output, errors),
        Manage(output, errors),
        ConfCommands.All(output),
        PolicyCommands.All(output, errors),
    };

    private static Command Run(TextWriter errors)
    {
        var role = new Option<ServiceRole>("--role")
        {
            Description = "all, api (no recovery here) or engine (no listener).", HelpName = "ROLE", DefaultValueFactory = _ => ServiceRole.All,
        };
        var run = new Command("run", "The service: API, recovery engine, timers.") { role };
        run.SetAction((command, ct) => RunVerb.RunAsync(
            ConfArguments.Sources(command, Programs(command.GetValue(role))), command.GetValue(role), errors, ct));
        return run;
    }

    private static Command Sandbox(TextWriter output, TextWriter errors)
    {
        var usual = new SandboxOptions();
        var hosts = Number("--hosts", "Compute hosts of the simulated cloud.", usual.Hosts, least: 2, most: 100);
        var servers = Number("--servers", "Instances on the host that dies.", usual.Servers, least: 1, most: 1000);
        var serve = new Option<bool>("--serve") { Description = "Stay up afterwards and say what can be tried." };
        var sandbox = new Command("sandbox", "Show a host dying and its instances recovered, in a simulated cloud.") { hosts, servers, serve };
        sandbox.SetAction((command, ct) => SandboxVerb.RunAsync(
            new SandboxOptions { Hosts = command.GetValue(hosts), Servers = command.GetValue(servers), Serve = command.GetValue(serve) },
            output, errors, TimeProvider.System, ct));
        return sandbox;
    }

    private static Option<int> Number(string name, string meaning, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = $"{meaning} {least} to {most}.", HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count == 1 && int.TryParse(given.Tokens[0].Value, out var number) && (number < least || number > most))
                given.AddError($"{name} must be {least} to {most}, not {number}");   // what is no number at all is the parser's to refuse
        });
        return option;
    }

    private static Command Manage(TextWriter output, TextWriter errors)
    {
        var manage = new Command("manage", "Look after the database; stop the engines, or help them.") { Db(output, errors) };
        foreach (var command in EngineCommands.All(output, errors)) manage.Add(command);
        return manage;
    }

    private static Command Db(TextWriter output, TextWriter errors)
    {
        var sync = new Command("sync", "Bring the tables to the state that this version needs.");
        sync.SetAction((command, ct) => ManageDbVerb.SyncAsync(ConfArguments.Sources(command, "masakari-manage"), output, errors, ct));
        var version = new Command("version", "Print the revision of the tables.");
        version.SetAction((command, ct) => ManageDbVerb.VersionAsync(ConfArguments.Sources(command, "masakari-manage"), output, errors, ct));
        return new Command("db", "The tables.") { sync, version };
    }

    private static string[] Programs(ServiceRole role) => role switch
    {
        ServiceRole.Api => ["masakari-api"],
        ServiceRole.Engine => ["masakari-engine"],
        _ => ["masakari-api", "masakari-engine"],
    };

    /// <summary>The parser's own would show the version of whatever program has loaded us.</summary>
    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ProductVersion.Text);
            return 0;
        }
    }
}
