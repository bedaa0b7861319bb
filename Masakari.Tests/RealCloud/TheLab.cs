namespace Masakari.Tests.RealCloud;

/// <summary>Starts the lab before the first test of this folder; without a lab these tests are skipped.</summary>
[SetUpFixture]
internal sealed class TheLab
{
    /// <summary>The running lab.</summary>
    public static Lab Lab { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task BringUpAsync()
    {
        if (!Lab.Exists)
            Assert.Ignore("Needs the lab: a checkout beside shared/lab, or the path of its script in MASAKARI_LAB.");
        Lab = await Lab.UpAsync();
    }
}
