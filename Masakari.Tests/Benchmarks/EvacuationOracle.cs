using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Benchmarks;

/// <summary>How long the evacuation of a host would take if everything were asked for at once and nothing cost time but Nova: the ideal.</summary>
internal static class EvacuationOracle
{
    /// <summary>Plays it on a cloud that is furnished the same, under a fake clock.</summary>
    public static async Task<TimeSpan> IdealAsync(SimulatedCloudOptions options, Action<SimulatedCloud> furnish, string deadHost)
    {
        var clock = new FakeClock();
        var cloud = new SimulatedCloud(clock, options);
        furnish(cloud);
        using var http = new HttpClient(new SimulatedCloudHandler(cloud)) { BaseAddress = SimulatedCloudHandler.AnyOrigin };
        var nova = new BareNova(http);
        await nova.LogInAsync();
        cloud.KillHost(deadHost);
        await nova.ForceDownAsync(cloud.Host(deadHost).ServiceId);
        var began = clock.GetUtcNow();

        foreach (var server in cloud.InstancesOn(deadHost)) await nova.ActAsync(server.Id, "evacuate");
        while (cloud.InstancesOn(deadHost).Count > 0) clock.Advance(TimeSpan.FromMilliseconds(10));

        return clock.GetUtcNow() - began;
    }
}
