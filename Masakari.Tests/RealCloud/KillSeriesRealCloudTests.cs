namespace Masakari.Tests.RealCloud;

/// <summary>kill -9 of the service in the middle of a recovery, then a new start.</summary>
[Category("RealCloud")]
internal sealed class KillSeriesRealCloudTests
{
    /// <summary>Moments between the claim and the last unlock, in the order of a recovery.</summary>
    public enum Moment
    {
        ClaimedAndNothingSent,
        FirstAreUnderWay,
        HalfHaveLanded,
        FewAreLeft,
        AllHaveLandedButAreLocked,
    }

    private HostFailure? failure;

    [TearDown]
    public async Task EndAsync()
    {
        if (failure is not null)
            await failure.DisposeAsync();
        failure = null;
    }

    [Test]
    public Task Moves_every_server_once_though_killed_half_way() => RecoverThroughAsync(Moment.HalfHaveLanded, count: 10);

    [Test, Explicit("Takes minutes."), Category("Long")]
    public Task Moves_every_server_once_though_killed_when([Values] Moment moment) => RecoverThroughAsync(moment, count: 20);

    private async Task RecoverThroughAsync(Moment moment, int count)
    {
        failure = await HostFailure.PrepareAsync(count);

        await failure.StrikeAsync();
        var seen = await failure.UntilAsync($"{moment}", progress => progress.IsOver || HasCome(moment, progress, count));
        await failure.Masakari.KillAsync();
        var killedAt = TimeProvider.System.GetUtcNow();
        await TestContext.Out.WriteLineAsync($"kill -9 at {moment}: {seen.Ongoing} of {count} in flight; {seen}");
        await failure.Masakari.StartAsync();
        var end = await failure.UntilAsync("end of the recovery", progress => progress.IsOver);
        await TestContext.Out.WriteLineAsync($"{end.Status} {(TimeProvider.System.GetUtcNow() - killedAt).TotalSeconds:0.0} s after the kill");
        // A second unlock where a lock may have arrived late.
        await failure.UntilAsync("last unlock", progress => progress.LockedByUs == 0);

        Assert.That(seen.IsOver, Is.False, "The recovery was over before the moment came.");
        Assert.That(end.Status, Is.EqualTo("finished"));
        await Verdict.AssertRecoveredAsync(failure);
    }

    private static bool HasCome(Moment moment, RecoveryProgress progress, int count) => moment switch
    {
        Moment.ClaimedAndNothingSent => progress is { Claims: > 0, Status: "running", Ongoing: 0, Succeeded: 0 },
        Moment.FirstAreUnderWay => progress.Ongoing >= 2,
        Moment.HalfHaveLanded => progress.Ongoing > 0 && progress.Succeeded >= count / 2,
        Moment.FewAreLeft => progress.Ongoing > 0 && progress.Succeeded >= count - 3,
        _ => progress is { OnSource: 0, LockedByUs: > 0 },
    };
}
