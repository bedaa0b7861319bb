using System.CommandLine;

namespace Masakari.Host.Cli;

/// <summary>The options of <c>masakari status upgrade check</c>, which is the program masakari-status of the original.</summary>
internal static class StatusCommands
{
    public static Command All(TextWriter output)
    {
        var json = new Option<bool>("--json") { Description = "Print the results as JSON instead of a table." };
        var check = new Command(
            "check",
            "Check the configuration and the database before an upgrade. "
            + "Exit code 0: nothing to do; 1: a warning; 2: a failure; 255: the check itself failed.") { json };
        check.SetAction((command, ct) =>
            new UpgradeCheckVerb(ConfArguments.Sources(command, "masakari-status"), output).RunAsync(command.GetValue(json), ct));
        return new Command("status", "Whether this controller is ready for an upgrade.")
        {
            new Command("upgrade", "The upgrade to this version.") { check },
        };
    }
}
