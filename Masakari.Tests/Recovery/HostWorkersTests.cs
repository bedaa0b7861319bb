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
        var first = await workers.OccupyAsync(() => { }, default);

        var second = workers.OccupyAsync(() => beats++, default);
        await clock.RunAsync(TimeSpan.FromSeconds(35));
        Assert.That((second.IsCompleted, beats), Is.EqualTo((false, 3)));
        first.Dispose();
        await clock.RunAsync(TimeSpan.Zero);

        Assert.That(second.IsCompletedSuccessfully, Is.True);
    }
}
