using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// The ideal duration of an evacuation: all instances are requested at once, in the order of the service, and only Nova takes time.
/// </summary>
internal static class EvacuationOracle
{
    private static readonly TimeSpan Ample = TimeSpan.FromHours(1);

    /// <summary>Evacuates an identical cloud under a fake clock.</summary>
    public static TimeSpan Ideal(BenchmarkCloud setting)
    {
        var clock = new FakeClock();
        var cloud = setting.Build(clock);
        setting.Kill(cloud);
        var began = clock.GetUtcNow();

        foreach (var server in ByTurns(setting.DeadHosts.Select(host => cloud.InstancesOn(host))))
            cloud.EvacuateByHand(server.Name);
        clock.Advance(Ample);

        return cloud.AllEvacuations().Max(evacuation => evacuation.EndedAt!.Value) - began;
    }

    /// <summary>Recoveries that run beside each other send their calls by turns.</summary>
    private static IEnumerable<ServerSnapshot> ByTurns(IEnumerable<IReadOnlyList<ServerSnapshot>> hosts) => hosts
        .SelectMany(servers => servers.OrderBy(server => server.Name, StringComparer.Ordinal).Select((server, place) => (server, place)))
        .OrderBy(one => one.place)
        .Select(one => one.server);
}
