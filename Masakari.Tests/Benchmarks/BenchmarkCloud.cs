using System.Globalization;
using Masakari.Host.Sandbox;

namespace Masakari.Tests.Benchmarks;

/// <summary>
/// The cloud of the recovery benchmarks: dead hosts with the same number of instances each, and 50 more hosts that build 10 at a time. An
/// evacuation takes 5 s +-20 %.
/// </summary>
/// <param name="Dead">The number of hosts that die.</param>
/// <param name="Instances">The number of instances on each of them.</param>
/// <param name="Guests">The number of guests that crash; they are on ten of the other hosts.</param>
internal sealed record BenchmarkCloud(int Dead, int Instances, int Guests = 0)
{
    private const int Destinations = 50, GuestHosts = 10;
    private static readonly Dictionary<string, string> HighAvailability = new() { ["HA_Enabled"] = "True" };

    public IReadOnlyList<string> DeadHosts => [.. Enumerable.Range(0, Dead).Select(host => $"dead{host}")];

    /// <summary>The hosts whose guests crash.</summary>
    public IReadOnlyList<string> HostsOfGuests => [.. CrashingGuests.Select(HostOf).Distinct()];

    /// <summary>The names of the guests that crash. Their ids are the same in each cloud of this setting.</summary>
    public IReadOnlyList<string> CrashingGuests => [.. Enumerable.Range(0, Guests).Select(guest => $"guest{guest:000}")];

    public static string HostOf(string guest) => $"c{int.Parse(guest[5..], CultureInfo.InvariantCulture) % GuestHosts:00}";

    public SimulatedCloud Build(TimeProvider clock)
    {
        var cloud = new SimulatedCloud(clock, new SimulatedCloudOptions());
        for (var host = 0; host < Destinations; host++)
            cloud.AddHost($"c{host:00}");
        foreach (var guest in CrashingGuests)
            cloud.AddServer(HostOf(guest), guest, metadata: HighAvailability);
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

    /// <summary>The guests die; Nova does not know it yet.</summary>
    public void Crash(SimulatedCloud cloud)
    {
        foreach (var guest in CrashingGuests)
            cloud.CrashGuest(guest);
    }
}
