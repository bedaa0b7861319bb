namespace Masakari.Tests.RealCloud;

/// <summary>Two services on one database; the one that runs the recovery is frozen for three leases and then resumes.</summary>
[Category("RealCloud")]
internal sealed class FrozenOwnerRealCloudTests
{
    private const int Count = 10;
    private static readonly TimeSpan ThreeLeases = TimeSpan.FromSeconds(45);   // lease_seconds is left at its default

    private HostFailure? failure;

    [TearDown]
    public async Task EndAsync()
    {
        if (failure is not null)
            await failure.DisposeAsync();
        failure = null;
    }

    [Test, Explicit("Takes minutes."), Category("Long")]
    public async Task Moves_every_server_once_though_the_owner_was_frozen()
    {
        failure = await HostFailure.PrepareAsync(Count);
        await failure.AddSecondAsync();

        await failure.StrikeAsync();
        var seen = await failure.UntilAsync("some under way", progress => progress.IsOver || (progress.Ongoing > 0 && progress.Succeeded >= 2));
        var owner = failure.Owner();
        await owner.FreezeAsync();
        await TestContext.Out.WriteLineAsync($"frozen: {seen}");
        await Task.Delay(ThreeLeases, TimeProvider.System, default);
        await owner.ThawAsync();
        var end = await failure.UntilAsync("end of the recovery", progress => progress.IsOver && progress.LockedByUs == 0);

        Assert.That(seen.IsOver, Is.False, "The recovery was over before the moment came.");
        Assert.That(end.Status, Is.EqualTo("finished"));
        await Verdict.AssertRecoveredAsync(failure);
        var taken = new[] { failure.Masakari, failure.Second! }.Count(one => one.Log.Contains("taken over where a former owner left it", StringComparison.Ordinal));
        Assert.That(taken, Is.EqualTo(1), "the other took the work over");
    }
}
