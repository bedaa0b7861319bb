namespace Masakari.Tests.RealCloud;

/// <summary>kill -9 of the service in the middle of a recovery, then its next life.</summary>
[Category("RealCloud")]
internal sealed class KillSeriesRealCloudTests
{
    private const int Count = 10;

    /// <summary>Between the claim and the last unlock, in the order of a recovery.</summary>
    public enum Moment
    {
        ClaimedAndNothingSent,
        FirstAreUnderWay,
        HalfHaveLanded,
        FewAreLeft,
        AllHaveLandedButAreLocked,
    }

    [Test]
    public Task Moves_every_server_once_though_killed_half_way() => RecoverThroughAsync(Moment.HalfHaveLanded);

    [Test, Explicit("Takes minutes."), Category("Long")]
    public Task Moves_every_server_once_though_killed_when([Values] Moment moment) => RecoverThroughAsync(moment);

    private static async Task RecoverThroughAsync(Moment moment)
    {
        await using var failure = await HostFailure.PrepareAsync(Count);

        await failure.StrikeAsync();
        var seen = await failure.UntilAsync($"{moment}", progress => progress.IsOver || HasCome(progress, moment));
        await failure.Masakari.KillAsync();
        var killedAt = TimeProvider.System.GetUtcNow();
        await TestContext.Out.WriteLineAsync($"kill -9 at {moment}: {seen.Ongoing} of {Count} in flight; {seen}");
        await failure.Masakari.StartAsync();
        var end = await failure.UntilAsync("end of the recovery", progress => progress.IsOver && progress.LockedByUs == 0);

        await TestContext.Out.WriteLineAsync($"{end.Status} {(TimeProvider.System.GetUtcNow() - killedAt).TotalSeconds:0.0} s after the kill");
        Assert.That(seen.IsOver, Is.False, "The recovery was over before the moment came.");
        Assert.That(end.Status, Is.EqualTo("finished"));
        await Verdict.AssertRecoveredAsync(failure);
    }

    private static bool HasCome(RecoveryProgress progress, Moment moment) => moment switch
    {
        Moment.ClaimedAndNothingSent => progress is { Claims: > 0, Status: "running", Ongoing: 0, Succeeded: 0 },
        Moment.FirstAreUnderWay => progress.Ongoing >= 2,
        Moment.HalfHaveLanded => progress is { Succeeded: >= Count / 2, Ongoing: > 0 },
        Moment.FewAreLeft => progress is { Succeeded: >= Count - 3, Ongoing: > 0 },
        _ => progress is { OnSource: 0, LockedByUs: > 0 },
    };
}
