using System.CommandLine;
using Masakari.Core.Configuration;
using Masakari.Host.Service;

namespace Masakari.Host.Cli;

/// <summary>The options of <c>masakari conf check</c> and <c>masakari conf sample</c>.</summary>
internal static class ConfCommands
{
    public static Command All(TextWriter output) =>
        new("conf", "Check the configuration, or write a sample of it.") { Check(output), Sample(output) };

    private static Command Check(TextWriter output)
    {
        var online = new Option<bool>("--online")
        {
            Description = "Also check the database schema, log in with both accounts, and list Nova's compute services. Changes nothing.",
        };
        var monitors = ForMonitors("Check masakarimonitors.conf, the configuration of the monitors.");
        var check = new Command("check", "Print every error and warning that a start would print about the configuration.") { online, monitors };
        check.Validators.Add(given =>
        {
            if (given.GetValue(online) && given.GetValue(monitors))
                given.AddError("--online checks the configuration of the service alone: give --online or --monitors, not both");
        });
        check.SetAction((command, ct) =>
            command.GetValue(monitors) ? Task.FromResult(ConfCheckVerb.RunForMonitors(ConfArguments.MonitorSources(command), output))
            : command.GetValue(online) ? ConfCheckVerb.RunOnlineAsync(ConfArguments.Sources(command), Read, output, ct)
            : Task.FromResult(ConfCheckVerb.Run(ConfArguments.Sources(command), Read, output)));
        return check;
    }

    private static Command Sample(TextWriter output)
    {
        var monitors = ForMonitors("Print masakarimonitors.conf, the configuration of the monitors.");
        var sample = new Command("sample", "Print a configuration file with every option, its description and its default.") { monitors };
        sample.SetAction(command => command.GetValue(monitors)
            ? ConfSampleVerb.Run(MonitorService.ReadAll, output, ConfSources.Monitors)
            : ConfSampleVerb.Run(MasakariService.ReadAll, output));
        return sample;
    }

    private static Option<bool> ForMonitors(string help) => new("--monitors") { Description = help };

    private static Conf Read(Conf conf) => MasakariService.ReadWithPolicy(conf, withWarnings: true);
}
