namespace Masakari.Tests.Exerciser;

/// <summary>Makes a story that breaks an invariant as short as it can be: leaves steps out while the same invariant still breaks.</summary>
internal static class StoryReducer
{
    public static async Task<StoryResult> ShortenAsync(StoryResult broken)
    {
        var invariant = broken.Violations[0].Invariant;
        var shortest = await TryAsync(broken.Settings with { Servers = 1 }, broken.Steps, invariant) ?? broken;
        for (var number = 0; number < shortest.Steps.Count;)
        {
            var without = shortest.Steps.Where((_, other) => other != number).ToList();
            if (number < without.Count)
                without[number] = without[number] with { After = without[number].After + shortest.Steps[number].After };
            if (await TryAsync(shortest.Settings, without, invariant) is { } shorter) shortest = shorter;
            else number++;
        }
        return shortest;
    }

    private static async Task<StoryResult?> TryAsync(StorySettings settings, IReadOnlyList<StoryStep> steps, Invariant invariant)
    {
        var result = await ExercisedStory.TellAsync(settings with { Steps = steps });
        return result.Breaks(invariant) ? result : null;
    }
}
