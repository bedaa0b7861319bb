using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// The ideal duration of a host's evacuation: all instances are requested at once, and only Nova takes time.
/// </summary>
internal static class EvacuationOracle
{
    /// <summary>Runs the evacuation on an identical cloud under a fake clock.</summary>
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
