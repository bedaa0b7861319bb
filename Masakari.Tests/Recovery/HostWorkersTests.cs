using Masakari.Core.Recovery;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Recovery;

public sealed class HostWorkersTests
{
    [Test]
    public async Task Who_waits_for_a_worker_shows_life_and_is_served_when_one_is_free()
    {
        var (clock, beats) = (new FakeClock(), 0);
        using var workers = new HostWorkers(new LaneOptions { Workers = 1 }, clock);
        var first = await workers.OccupyAsync(() => { }, Never, default);

        var second = workers.OccupyAsync(() => beats++, Never, default);
        await clock.RunAsync(TimeSpan.FromSeconds(35));
        Assert.That((second.IsCompleted, beats), Is.EqualTo((false, 35)));
        first!.Dispose();
        await clock.RunAsync(TimeSpan.Zero);

        Assert.That(second.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task Who_needs_no_worker_any_more_waits_no_longer_and_takes_none()
    {
        var (clock, isOver) = (new FakeClock(), false);
        using var workers = new HostWorkers(new LaneOptions { Workers = 1 }, clock);
        var first = await workers.OccupyAsync(() => { }, Never, default);
        var second = workers.OccupyAsync(() => { }, _ => Task.FromResult(isOver), default);
        await clock.RunAsync(TimeSpan.FromSeconds(5));

        isOver = true;
        await clock.RunAsync(TimeSpan.FromSeconds(1));
        first!.Dispose();

        Assert.That(await second, Is.Null);
        Assert.That(await workers.OccupyAsync(() => { }, Never, default), Is.Not.Null, "the worker is free");
    }

    private static Task<bool> Never(CancellationToken ct) => Task.FromResult(false);
}
