namespace Masakari.Tests.Scenarios;

/// <summary>
/// Random clouds, faults and deaths at random moments. Whatever happens: every instance ends on another host, in the state of the table,
/// not locked by us, evacuated once and once more only for each evacuation that Nova itself gave up.
/// </summary>
public sealed class ExerciserTests
{
    [Test]
    public Task Brings_every_instance_over_whatever_goes_wrong([Range(1, 100)] int seed) => new RandomStory(seed).TellAsync();

    [Test, Explicit, Category("Long")]
    public async Task Brings_every_instance_over_in_ten_thousand_stories()
    {
        for (var seed = 1_000; seed < 11_000; seed++)
        {
            try
            {
                await new RandomStory(seed).TellAsync();
            }
            catch (Exception e)
            {
                throw new AssertionException($"seed {seed}: {e.Message}", e);
            }
        }
    }
}
