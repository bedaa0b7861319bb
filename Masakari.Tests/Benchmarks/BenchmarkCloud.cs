using Masakari.Host.Sandbox;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// The cloud of the recovery benchmarks: dead hosts with the same number of instances each, and 50 more hosts that build 10 at a time. An
/// evacuation takes 5 s +-20 %.
/// </summary>
/// <param name="Dead">The number of hosts that die.</param>
/// <param name="Instances">The number of instances on each of them.</param>
internal sealed record BenchmarkCloud(int Dead, int Instances)
{
    private const int Destinations = 50;

    public IReadOnlyList<string> DeadHosts => [.. Enumerable.Range(0, Dead).Select(host => $"dead{host}")];

    public SimulatedCloud Build(TimeProvider clock)
    {
        var cloud = new SimulatedCloud(clock, new SimulatedCloudOptions());
        for (var host = 0; host < Destinations; host++)
            cloud.AddHost($"c{host:00}");
        foreach (var host in DeadHosts)
        {
            cloud.AddHost(host);
            for (var instance = 0; instance < Instances; instance++)
                cloud.AddServer(host, $"{host}-vm{instance:0000}");
        }
        return cloud;
    }

    /// <summary>The hosts die, and Nova is told that they did.</summary>
    public void Kill(SimulatedCloud cloud)
    {
        foreach (var host in DeadHosts)
        {
            cloud.KillHost(host);
            cloud.ForceDown(host);
        }
    }
}
