using Masakari.Tests.RealCloud.Comparison;

namespace Masakari.Tests.RealCloud;

/// <summary>
/// The simulated cloud answers as the real Nova does. The stories run in both clouds at the same time; each has hosts of its own.
/// </summary>
[Category("RealCloud")]
internal sealed class CloudComparisonTests
{
    private const string Writes = "writes of others", Forced = "forced down", Actions = "actions", Sync = "power sync";
    private const string Second = "second evacuate", Return = "return";

    private IReadOnlyDictionary<string, IReadOnlyList<string>> real = null!, simulated = null!;

    /// <summary>The stories wait for real daemons. If one of them is late, the stories are played once more.</summary>
    [OneTimeSetUp]
    public async Task PlayAsync()
    {
        try
        {
            await PlayInBothAsync();
        }
        catch (Exception e)
        {
            TestContext.Progress.WriteLine($"The stories are played again: {e}");
            await PlayInBothAsync();
        }
    }

    private async Task PlayInBothAsync()
    {
        await TheLab.Lab.ResetAsync();
        await using var lab = await RealComparedCloud.ConnectAsync(TheLab.Lab);
        await using var sandbox = await SimulatedComparedCloud.StartAsync();
        var both = await Task.WhenAll(PlayAsync(lab), PlayAsync(sandbox));
        (real, simulated) = (both[0], both[1]);
    }

    [OneTimeTearDown]
    public Task RestoreAsync() => TheLab.Lab.ResetAsync();

    /// <summary>updated_at moves with every change, not with a write of the same; `state` does not care.</summary>
    [Test]
    public void A_foreign_write_on_a_dead_host() => Compare(Writes);

    /// <summary>The heartbeats go on to move updated_at, and `state` stays down.</summary>
    [Test]
    public void Forced_down_on_a_living_host() => Compare(Forced);

    [Test]
    public void Lock_stop_and_start_by_a_user() => Compare(Actions);

    /// <summary>Nova stops the guests of a rebooted host in nobody's name.</summary>
    [Test]
    public void The_power_sync_of_a_rebooted_host() => Compare(Sync);

    [Test]
    public void A_second_evacuate_is_accepted_and_breaks_the_server() => Compare(Second);

    /// <summary>Open records become `completed` when the source restarts, and `done` when the rebuild ends after all.</summary>
    [Test]
    public void A_source_that_comes_back_while_an_evacuation_is_open() => Compare(Return);

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> PlayAsync(ComparedCloud cloud)
    {
        var told = new Dictionary<string, IReadOnlyList<string>>();
        var rebooted = (await cloud.BootAsync("compute1", 1))[0];
        var evacuated = await cloud.BootAsync("compute3", 2);
        var forced = CloudStories.ForcedDownAsync(cloud);
        var first = PlayFirstAsync();
        told[Second] = await PlayThirdAsync();
        told[Return] = await CloudStories.ReturnInMidRecoveryAsync(cloud, evacuated[1]);
        (told[Actions], told[Writes], told[Sync]) = await first;
        told[Forced] = await forced;
        return told;

        async Task<(IReadOnlyList<string> Actions, IReadOnlyList<string> Writes, IReadOnlyList<string> Sync)> PlayFirstAsync() => (
            await CloudStories.ActionsAsync(cloud, rebooted), await CloudStories.WritesOfOthersAsync(cloud),
            await CloudStories.PowerSyncAsync(cloud, rebooted));

        async Task<IReadOnlyList<string>> PlayThirdAsync()
        {
            await cloud.KillAsync("compute3");
            await cloud.UntilServiceAsync("compute3", "end", service => service.State == "down");
            return await CloudStories.SecondEvacuateAsync(cloud, evacuated[0]);
        }
    }

    private void Compare(string story)
    {
        TestContext.Out.WriteLine(string.Join('\n', real[story]));
        Assert.That(simulated[story], Is.EqualTo(real[story]), "the simulated cloud, compared with the real one");
    }
}
