namespace Masakari.Tests.Scenarios;

/// <summary>
/// Random clouds, faults and kills at random moments. In every case each instance ends on another host, in the state of the decision
/// table, not locked by the service, evacuated once plus once for each evacuation that Nova itself gave up.
/// </summary>
public sealed class ExerciserTests
{
    [Test]
    public Task Brings_every_instance_over_whatever_goes_wrong([Range(1, 200)] int seed) => new RandomStory(seed).TellAsync();

    [Test, Explicit, Category("Long")]
    public async Task Brings_every_instance_over_in_a_hundred_stories_more([Range(1, 100)] int hundred)
    {
        for (var seed = hundred * 100 + 1; seed <= hundred * 100 + 100; seed++)
        {
            TestContext.Out.WriteLine($"seed {seed}");
            await new RandomStory(seed).TellAsync();
        }
    }
}
