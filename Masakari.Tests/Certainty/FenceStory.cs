using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>Clouds with a fence command.</summary>
internal static class FenceStory
{
    public const string Conf = "[host_failure]\nfence_command = /bin/sh --off \"chassis 1\"\n";

    /// <summary>Codes of the contract.</summary>
    public const int Off = 0, On = 1, CannotTell = 2;

    /// <summary>Longer than every time limit.</summary>
    public const double Hangs = 1e6;

    public static Task<MasakariScenario> BeginAsync(string more = "") => Story.BeginWithAsync(Conf + more, options: null, "vm1");

    /// <summary>From the report: the seconds at which the command was started.</summary>
    public static IEnumerable<double> Starts(this MasakariScenario masakari, DateTimeOffset reported) =>
        masakari.Commands.Runs.Select(run => Math.Round((run.StartedAt - reported).TotalSeconds));

    /// <summary>The seconds between the ends and the next starts.</summary>
    public static IEnumerable<double> Pauses(this MasakariScenario masakari) => masakari.Commands.Runs.Skip(1)
        .Zip(masakari.Commands.Runs, (next, former) => Math.Round((next.StartedAt - former.EndedAt!.Value).TotalSeconds));

    /// <summary>From the report to the first evacuation.</summary>
    public static double FirstEvacuation(this MasakariScenario masakari, DateTimeOffset reported) =>
        (masakari.Cloud.AllEvacuations()[0].AcceptedAt - reported).TotalSeconds;
}
