using System.CommandLine;
using Masakari.Host.Cli.Client;

namespace Masakari.Host.Cli;

/// <summary>The options of <see cref="ManageStatusVerb"/>, <see cref="ManageEngineVerb"/> and <see cref="ManageTakeoverVerb"/>.</summary>
internal static class EngineCommands
{
    public static IEnumerable<Command> All(TextWriter output, TextWriter errors)
    {
        var reason = new Option<string?>("--reason") { Description = "Why. All engines log it.", HelpName = "TEXT" };
        var lasts = Typed.Time("--for", "End the pause after this time: 90s, 30m, 2h or 1d. Default: until `masakari manage resume`.");
        var pause = new Command("pause", "Stop all engines from changing anything in Nova.") { reason, lasts };
        pause.SetAction((command, ct) => Verb(command).PauseAsync(command.GetValue(reason), command.GetValue(lasts), ct));

        var resume = new Command("resume", "End the pause.");
        resume.SetAction((command, ct) => Verb(command).ResumeAsync(ct));

        var uuid = Typed.Uuid("The notification.");
        var abort = new Command("abort", "End the recovery of one notification; its status becomes failed. The host stays disabled and on maintenance.") { uuid, reason };
        abort.SetAction((command, ct) => Verb(command).AbortAsync(command.GetValue(uuid), command.GetValue(reason), ct));

        var host = Named.Word("HOST", "The name of the host in Nova.");
        var confirm = new Command(
            "confirm-down",
            "Confirm that a host is certainly off, so that its recovery does not wait for the host's silence. "
            + "On a host that still runs, each guest would run twice on the same disk.") { host };
        confirm.SetAction((command, ct) => Verb(command).ConfirmDownAsync(command.GetValue(host)!, ct));

        var reload = new Command("reload", "Make every controller read its configuration again. SIGHUP does this for one process.");
        reload.SetAction((command, ct) => Verb(command).ReloadAsync(ct));

        var yes = new Option<bool>("--yes") { Description = "Do not ask: all masakari-engine processes of the original are stopped." };
        var takeover = new Command("takeover", "Continue all recoveries that the Python original left running, after a question.") { yes, reason };
        takeover.SetAction((command, ct) => Takeover(command).TakeOverAsync(command.GetValue(yes), command.GetValue(reason), ct));

        var held = Typed.OptionalUuid("The notification.");
        var all = new Option<bool>("--all") { Description = "All held recoveries, instead of one." };
        var release = new Command(
            "release",
            "Continue a held recovery without a question. First make sure that its host is off, "
            + "and that no engine of the original works on it.")
        { held, all, reason };
        release.SetAction((command, ct) => Takeover(command).ReleaseAsync(
            command.GetValue(held), command.GetValue(all), command.GetValue(reason), ct));

        return [Status(output, errors), pause, resume, abort, confirm, takeover, release, reload];

        ManageEngineVerb Verb(ParseResult command) =>
            new(ConfArguments.Sources(command, "masakari-manage"), output, errors, ManageEngineVerb.CallingOperator());

        ManageTakeoverVerb Takeover(ParseResult command) => new(
            ConfArguments.Sources(command, "masakari-manage"), output, errors, Console.IsInputRedirected ? null : Console.In, ManageEngineVerb.CallingOperator());
    }

    private static Command Status(TextWriter output, TextWriter errors)
    {
        var format = Typed.Choice("--format", "-f", "The form of the answer: table (default) or json.", "table", "json");
        var status = new Command(
            "status",
            "Say whether a failed host would be recovered now (exit code 0) or not (1), "
            + "and show controllers, pause, recoveries, held notifications and next attempts.")
        { format };
        status.SetAction((command, ct) => new ManageStatusVerb(ConfArguments.Sources(command, "masakari-manage"), output, errors)
            .RunAsync(asJson: command.GetValue(format) == "json", ct));
        return status;
    }
}
