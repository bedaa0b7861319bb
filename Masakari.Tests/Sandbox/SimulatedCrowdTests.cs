using System.Collections.Concurrent;
using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Sandbox;

/// <summary>Many parallel callers under the fake clock, as in a recovery.</summary>
[NonParallelizable]
public sealed class SimulatedCrowdTests
{
    [Test]
    public async Task Parallel_evacuations_take_exactly_the_same_simulated_time_in_every_run()
    {
        var first = await RunAsync();
        var second = await RunAsync();

        Assert.Multiple(() =>
        {
            Assert.That(first, Has.Count.EqualTo(100));
            Assert.That(second, Is.EquivalentTo(first));
        });
    }

    /// <summary>The moment when each server first showed another host, in seconds after its evacuate.</summary>
    private static async Task<Dictionary<string, double>> RunAsync()
    {
        var clock = new FakeClock();
        var cloud = new SimulatedCloud(clock, new SimulatedCloudOptions());
        cloud.AddHost("dead", up: false);
        foreach (var n in Enumerable.Range(1, 10))
            cloud.AddHost($"c{n}", buildsAtOnce: 100);
        var servers = Enumerable.Range(1, 100).Select(n => cloud.AddServer("dead", $"vm-{n}")).ToList();
        using var client = await CloudClient.LoginAsync(cloud);
        var seen = new ConcurrentDictionary<string, double>();

        var recovery = Task.Run(() => Task.WhenAll(servers.Select((server, n) => RecoverAsync(clock, cloud, client, server, $"vm-{n + 1}", seen))));
        await clock.RunUntilAsync(() => recovery.IsCompleted, TimeSpan.FromMinutes(5));
        await recovery;
        return new Dictionary<string, double>(seen);
    }

    private static async Task RecoverAsync(
        FakeClock clock, SimulatedCloud cloud, CloudClient client, Guid server, string name, ConcurrentDictionary<string, double> seen)
    {
        await Task.Yield();
        var began = clock.GetUtcNow();
        await client.EvacuateAsync(server);
        while (cloud.Server(name).Host == "dead")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), clock);
            await client.GetAsync($"/compute/v2.1/servers/{server}");
        }

        seen[name] = (clock.GetUtcNow() - began).TotalSeconds;
    }
}
