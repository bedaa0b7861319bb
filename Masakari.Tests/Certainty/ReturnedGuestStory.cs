using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Certainty;

/// <summary>The words of the scenarios about the guests of a host that is back.</summary>
internal static class ReturnedGuestStory
{
    /// <summary>Nova notices what is off only so long after the start of nova-compute.</summary>
    public static SimulatedCloudOptions LateSync { get; } = new() { StartSyncDelay = TimeSpan.FromSeconds(60) };

    /// <summary>The host dies, is reported, and is back with its guests off before it is evacuated.</summary>
    public static async Task<Guid> RebootAsync(this MasakariScenario masakari)
    {
        var notification = await masakari.KillAndReportAsync("c1");
        await masakari.PassAsync(70);
        masakari.Cloud.ReviveHost("c1", GuestsAfterRestart.StayOff);
        return notification;
    }

    /// <summary>Those of the servers that run.</summary>
    public static string[] Running(this MasakariScenario masakari, params string[] servers) =>
        [.. servers.Where(name => masakari.Cloud.Server(name) is { VmState: "active", GuestRuns: true })];
}
