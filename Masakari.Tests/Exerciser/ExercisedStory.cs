using System.Text.RegularExpressions;
using Masakari.Tests.Certainty;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>Tells a story from its settings and reports which invariants it broke.</summary>
internal static partial class ExercisedStory
{
    /// <summary>
    /// A recovery is given up an hour after the evidence; time away comes on top, and a second and a third report of the host wait for it.
    /// </summary>
    private const double Longest = 4 * 3600;

    /// <summary>
    /// Locks that a crashed attempt forgot, and spares about which it could not decide, are found by the next sweeps, once Nova answers.
    /// </summary>
    private const double Settling = 60;

    public static async Task<StoryResult> TellAsync(StorySettings settings)
    {
        var (plan, truth) = (new StoryPlan(settings), new StoryTruth());
        await using var masakari = await MasakariScenario.StartAsync(cloud => plan.Furnish(cloud, truth), plan.Conf, plan.Options);
        await masakari.RegisterAsync(plan.Method, plan.AllHosts);
        foreach (var spare in plan.Spares) await masakari.ChangeHostAsync(spare, new { reserved = true });
        var inspector = new Inspector(masakari, truth, plan);
        var stage = new StoryStage(masakari, plan, truth, inspector);
        stage.WatchLives();
        foreach (var step in plan.Steps)
        {
            await stage.PassAsync(step.After);
            await StoryDeeds.DoAsync(stage, step);
            await inspector.LookAsync();
        }

        await stage.PassUntilAsync(() => truth.Reports.All(report => report.End is not null), Longest);
        masakari.Cloud.StopFailing();
        await stage.PassAsync(Settling);
        await inspector.LookBackAsync();
        return new StoryResult(settings, plan.Steps, inspector.Violations, masakari.Told.Split('\n'), Facts(masakari, truth));
    }

    /// <summary>Fails with the whole story when an invariant is broken.</summary>
    public static async Task AssertHoldsAsync(StorySettings settings)
    {
        var result = await TellAsync(settings);
        if (result.Violations.Count > 0) Assert.Fail(result.ToString());
    }

    /// <summary>The sorted log of the recovery and the cloud's records, without random ids.</summary>
    private static IReadOnlyList<string> Facts(MasakariScenario masakari, StoryTruth truth) =>
    [
        .. masakari.Log.Where(line => OfRecovery().IsMatch(line)).Select(line => Uuid().Replace(line, "<uuid>"))
            .Order(StringComparer.Ordinal),
        .. masakari.Cloud.AllEvacuations().Select(e => e.ToString()).Order(StringComparer.Ordinal),
        .. truth.Servers.Order(StringComparer.Ordinal).Select(masakari.Cloud.Server)
            .Select(server => $"{server.Name} {server.Host} {server.VmState} {server.IsLocked}"),
        .. truth.Reports.Select(report => $"{report.GetType().Name} {report.Host} {report.End}"),
    ];

    [GeneratedRegex(@"^\S+ (Information|Warning|Error) 5\d\d\d ")]
    private static partial Regex OfRecovery();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
