using Masakari.Tests.Simulation;

namespace Masakari.Tests.Exerciser;

/// <summary>What the inspector finds in a scenario that is no story.</summary>
internal static class Inspected
{
    private static StoryPlan Plan => new(new() { Deeds = Deed.None });

    public static Inspector Of(MasakariScenario masakari, StoryTruth truth, StoryPlan? plan = null) => new(masakari, truth, plan ?? Plan);

    /// <summary>The invariants that a look at the present moment finds broken.</summary>
    public static async Task<IEnumerable<Invariant>> LookAsync(MasakariScenario masakari, StoryTruth truth, StoryPlan? plan = null)
    {
        var inspector = Of(masakari, truth, plan);
        await inspector.LookAsync();
        return inspector.Violations.Select(violation => violation.Invariant);
    }

    /// <summary>The invariants that are broken when all is over.</summary>
    public static async Task<IEnumerable<Invariant>> LookBackAsync(MasakariScenario masakari, StoryTruth truth, StoryPlan? plan = null)
    {
        var inspector = Of(masakari, truth, plan);
        await inspector.LookBackAsync();
        return inspector.Violations.Select(violation => violation.Invariant);
    }

    /// <summary>The first plan of that kind.</summary>
    public static StoryPlan PlanWith(Func<StoryPlan, bool> wanted, Deed deeds = Deed.None) =>
        Enumerable.Range(1, 1000).Select(seed => new StoryPlan(new() { Seed = seed, Deeds = deeds })).First(wanted);
}
