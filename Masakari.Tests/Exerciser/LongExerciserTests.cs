using System.Diagnostics;
using System.Globalization;

namespace Masakari.Tests.Exerciser;

/// <summary>The exerciser at full length, and a census of what today's engine does not survive.</summary>
[Explicit, Category("Long")]
public sealed class LongExerciserTests
{
    private const int Seeds = 10_000;
    private const int Stories = 200;
    private const int BrokenAtMost = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(45);

    /// <summary>Begins with the story of the seed in MASAKARI_SEED, or with the first one.</summary>
    [Test]
    public async Task No_invariant_breaks_in_ten_thousand_stories()
    {
        var (started, broken, first) = (Stopwatch.GetTimestamp(), new List<string>(), FirstSeed);
        var seed = first;
        for (; seed < first + Seeds && broken.Count < BrokenAtMost && Stopwatch.GetElapsedTime(started) < Limit; seed++)
        {
            if (await BreaksAsync(seed) is { } how)
            {
                broken.Add($"seed {seed}: {how}");
                TestContext.Progress.WriteLine(broken[^1]);
            }
            if ((seed - first + 1) % 500 == 0) TestContext.Progress.WriteLine($"{seed - first + 1} stories, {broken.Count} broken");
        }
        TestContext.Progress.WriteLine($"{seed - first} stories, {broken.Count} broken");
        Assert.That(broken, Is.Empty);
    }

    /// <summary>Tells the story of the seed in MASAKARI_SEED, shortened if it breaks an invariant.</summary>
    [Test]
    public async Task The_story_of_one_seed_is_told()
    {
        var result = await ExercisedStory.TellAsync(new() { Seed = FirstSeed });
        if (result.Violations.Count > 0) Assert.Fail($"{await StoryReducer.ShortenAsync(result)}");
    }

    private static int FirstSeed => int.Parse(Environment.GetEnvironmentVariable("MASAKARI_SEED") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>How a story breaks an invariant, or ends before its end; <see langword="null"/> = it does neither.</summary>
    private static async Task<string?> BreaksAsync(int seed)
    {
        try
        {
            var result = await ExercisedStory.TellAsync(new() { Seed = seed });
            return result.Violations.Count == 0 ? null : string.Join("; ", result.Violations);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            return e.Message;
        }
    }

    /// <summary>Reports how many of 200 stories of one deed break which invariant, and the shortest story for each.</summary>
    [TestCaseSource(typeof(DeedSets), nameof(DeedSets.Each))]
    public async Task The_stories_of_one_deed_are_counted(object deed)
    {
        var deeds = (Deed)deed | Companions((Deed)deed);
        var broken = new SortedDictionary<Invariant, List<StoryResult>>();
        for (var seed = 1; seed <= Stories; seed++)
        {
            var result = await ExercisedStory.TellAsync(new() { Seed = seed, Deeds = deeds });
            foreach (var invariant in result.Violations.Select(violation => violation.Invariant).Distinct())
                (broken.TryGetValue(invariant, out var list) ? list : broken[invariant] = []).Add(result);
        }

        var count = broken.Values.SelectMany(list => list).Distinct().Count();
        TestContext.Out.WriteLine($"{deeds}: {count} of {Stories} stories break an invariant");
        foreach (var (invariant, stories) in broken)
            await TellAsync(invariant, stories);
    }

    private static async Task TellAsync(Invariant invariant, List<StoryResult> stories)
    {
        var seeds = string.Join(' ', stories.Select(story => story.Settings.Seed).Take(10));
        TestContext.Out.WriteLine($"  {invariant}: {stories.Count}, seeds {seeds}");
        var first = stories.Where(story => story.Violations[0].Invariant == invariant).OrderBy(story => story.Steps.Count).FirstOrDefault();
        if (first is not null) TestContext.Out.WriteLine(await StoryReducer.ShortenAsync(first));
    }

    /// <summary>Deeds that do nothing without another one.</summary>
    private static Deed Companions(Deed deed) => deed switch
    {
        Deed.KillOther or Deed.FreezeAtCall or Deed.KillAtCall or Deed.ControllerClock => Deed.OtherController,
        _ => Deed.None,
    };
}
