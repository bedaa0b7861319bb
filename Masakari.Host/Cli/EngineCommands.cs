using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Masakari.Host.Cli;

/// <summary>The options of <see cref="ManageEngineVerb"/> and <see cref="ManageTakeoverVerb"/>.</summary>
internal static class EngineCommands
{
    public static IEnumerable<Command> All(TextWriter output, TextWriter errors)
    {
        var reason = new Option<string?>("--reason") { Description = "Why; stands in the logs of all engines.", HelpName = "TEXT" };
        var lasts = new Option<TimeSpan?>("--for")
        {
            Description = "End the pause by itself after this time: 90s, 30m, 2h or 1d.", HelpName = "TIME", CustomParser = ReadTime,
        };
        var pause = new Command("pause", "Let no engine change anything in Nova.") { reason, lasts };
        pause.SetAction((command, ct) => Verb(command).PauseAsync(command.GetValue(reason), command.GetValue(lasts), ct));

        var resume = new Command("resume", "End the pause.");
        resume.SetAction((command, ct) => Verb(command).ResumeAsync(ct));

        var uuid = new Argument<Guid>("UUID") { Description = "The notification." };
        var abort = new Command("abort", "End the recovery of one notification as failed.") { uuid, reason };
        abort.SetAction((command, ct) => Verb(command).AbortAsync(command.GetValue(uuid), command.GetValue(reason), ct));

        var host = new Argument<string>("HOST") { Description = "Its name in Nova." };
        var confirm = new Command("confirm-down", "Give your word that a host is dead, so that nothing waits for its silence.") { host };
        confirm.SetAction((command, ct) => Verb(command).ConfirmDownAsync(command.GetValue(host)!, ct));

        var reload = new Command("reload", "Have every controller read its configuration again, as SIGHUP does one.");
        reload.SetAction((command, ct) => Verb(command).ReloadAsync(ct));

        var yes = new Option<bool>("--yes") { Description = "Don't ask: all masakari-engine processes of the Python original are stopped." };
        var takeover = new Command("takeover", "Go on with the recoveries that the Python original left running.") { yes, reason };
        takeover.SetAction((command, ct) => Takeover(command).TakeOverAsync(command.GetValue(yes), command.GetValue(reason), ct));

        var held = new Argument<Guid>("UUID") { Description = "The notification." };
        var release = new Command("release", "Go on with one notification that is held; nobody else must be at it.") { held, reason };
        release.SetAction((command, ct) => Takeover(command).ReleaseAsync(command.GetValue(held), command.GetValue(reason), ct));

        return [pause, resume, abort, confirm, takeover, release, reload];

        ManageEngineVerb Verb(ParseResult command) =>
            new(ConfArguments.Sources(command, "masakari-manage"), output, errors, ManageEngineVerb.CallingOperator());

        ManageTakeoverVerb Takeover(ParseResult command) => new(
            ConfArguments.Sources(command, "masakari-manage"), output, errors, Console.IsInputRedirected ? null : Console.In, ManageEngineVerb.CallingOperator());
    }

    private static TimeSpan? ReadTime(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        var unit = text.LastOrDefault() switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (unit > 0 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 10_000)
            return TimeSpan.FromSeconds((double)number * unit);
        given.AddError($"--for: '{text}' is not a time such as 90s, 30m, 2h or 1d");
        return null;
    }
}
