namespace Masakari.Tests.RealCloud;

/// <summary>Brings the lab up before the first test of this room; without a lab they are skipped.</summary>
[SetUpFixture]
internal sealed class TheLab
{
    /// <summary>The lab, up.</summary>
    public static Lab Lab { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task BringUpAsync()
    {
        if (!Lab.Exists)
            Assert.Ignore("Needs the lab: a checkout beside shared/lab, or the path of its script in MASAKARI_LAB.");
        Lab = await Lab.UpAsync();
    }
}
