namespace Masakari.Tests.Exerciser;

/// <summary>
/// Random stories of everything that can go wrong. After every step each invariant must hold, whatever the story does to the cloud, to
/// the controllers and to their database.
/// </summary>
public sealed class ExerciserTests
{
    [Test]
    public Task No_invariant_breaks_whatever_goes_wrong([Range(1, 200)] int seed) =>
        ExercisedStory.AssertHoldsAsync(new() { Seed = seed });

    [Test]
    public async Task The_same_seed_tells_the_same_story([Values(3, 17, 42)] int seed)
    {
        var settings = new StorySettings { Seed = seed };

        var (first, second) = (await ExercisedStory.TellAsync(settings), await ExercisedStory.TellAsync(settings));

        Assert.That(second.Facts, Is.EqualTo(first.Facts));
    }

    [Test]
    public void Every_deed_can_be_switched_on_alone() => Assert.Multiple(() =>
    {
        foreach (var deed in DeedSets.Each)
            Assert.That(new StoryPlan(new() { Deeds = deed }).Steps.Select(step => step.Deed).Where(one => one != Deed.HostDies), Is.All.EqualTo(deed));
    });
}
