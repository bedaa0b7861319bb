namespace Masakari.Tests.Processes;

/// <summary>Two services on one MariaDB, as real processes.</summary>
[Category("Processes")]
internal sealed class TwoControllersTests
{
    private Controllers? controllers;

    [TearDown]
    public async Task EndAsync()
    {
        if (controllers is not null)
            await controllers.DisposeAsync();
        controllers = null;
    }

    /// <summary>The short variant: many notifications at once, and one of the two is killed while they are in progress.</summary>
    [Test]
    public async Task Recover_every_host_once_though_one_of_them_is_killed()
    {
        controllers = await Controllers.StartAsync(hosts: 10, serversEach: 3, threads: 2);

        await controllers.StrikeAsync();
        await controllers.UntilAsync("half of the evacuations", () => controllers.Cloud.CountCalls("evacuate") >= 15);
        var (busier, other) = controllers.BusierFirst();
        await busier.KillAsync();
        await controllers.UntilOverAsync();

        await controllers.AssertRecoveredAsync();
        await TestContext.Out.WriteLineAsync($"changes in Nova: {controllers.Changes(busier).Count} by the killed one, {controllers.Changes(other).Count} by the other");
    }

    [Test, Explicit("Takes half a minute."), Category("Long")]
    public async Task Recover_each_of_ten_hosts_once()
    {
        controllers = await Controllers.StartAsync(hosts: 10, serversEach: 10, threads: 5);

        await controllers.StrikeAsync();
        await controllers.UntilOverAsync();

        await controllers.AssertRecoveredAsync();
        Assert.That(new[] { controllers.Changes(controllers.First).Count, controllers.Changes(controllers.Second).Count }, Has.All.GreaterThan(0), "both took part");
        Assert.That((await controllers.Tables.LookAsync()).LockedByUs, Is.Zero);
        await TestContext.Out.WriteLineAsync($"changes in Nova: {controllers.Changes(controllers.First).Count} and {controllers.Changes(controllers.Second).Count}");
    }

    [Test, Explicit("Takes minutes."), Category("Long")]
    public async Task Take_over_within_a_lease_and_a_sweep([Values(1, 5, 12, 19)] int evacuationsBefore)
    {
        controllers = await Controllers.StartAsync(hosts: 1, serversEach: 20, threads: 4);
        await controllers.StrikeAsync();
        await controllers.UntilAsync("the moment", () => controllers.Cloud.CountCalls("evacuate") >= evacuationsBefore);
        var (owner, other) = controllers.WhoWorks();

        await owner.KillAsync();
        var killedAt = TimeProvider.System.GetTimestamp();
        await controllers.UntilAsync("take-over", () => other.Log.Contains("taken over where a former owner left it", StringComparison.Ordinal));
        var taken = TimeProvider.System.GetElapsedTime(killedAt);
        await controllers.UntilOverAsync(alsoLateLocks: true);

        await TestContext.Out.WriteLineAsync(
            $"killed after {evacuationsBefore} evacuations: taken over after {taken.TotalSeconds:0.0} s (lease {ControllerConf.Lease} s, sweep {ControllerConf.Sweep} s), all over after {TimeProvider.System.GetElapsedTime(killedAt).TotalSeconds:0.0} s");
        await controllers.AssertRecoveredAsync();
        // Plus one second for the process to write the line.
        Assert.That(taken.TotalSeconds, Is.LessThan(ControllerConf.Lease + ControllerConf.Sweep + 1));
    }

    [Test, Explicit("Takes minutes."), Category("Long")]
    public async Task Go_on_after_an_orderly_stop_and_a_new_start([Values(1, 8, 15)] int evacuationsBefore)
    {
        controllers = await Controllers.StartAsync(hosts: 1, serversEach: 20, threads: 4);
        await controllers.StrikeAsync();
        await controllers.UntilAsync("the moment", () => controllers.Cloud.CountCalls("evacuate") >= evacuationsBefore);
        var (owner, other) = controllers.WhoWorks();
        await other.KillAsync();

        var code = await owner.StopAsync();
        var changes = controllers.Changes().Count;
        await owner.StartAsync();
        await controllers.UntilOverAsync();

        await controllers.AssertRecoveredAsync();
        Assert.That(code, Is.Zero);
        Assert.That(controllers.Changes(), Has.Count.GreaterThan(changes), "there was something left to do");
    }
}
