using Masakari.Host.Sandbox;
using Masakari.Tests.Simulation;

namespace Masakari.Tests.Scenarios;

/// <summary>The cloud of most scenarios: c1 with the servers, c2 and c3 empty, all in one segment with the method auto.</summary>
internal static class SmallCloud
{
    /// <summary>The silence is long enough as soon as Nova shows the host down, 60 s after the last heartbeat.</summary>
    public const string Quick = "[DEFAULT]\nwait_period_after_service_update = 6\n";

    public static Task<MasakariScenario> StartAsync(params string[] servers) => StartWithAsync(Quick, options: null, servers);

    public static Task<MasakariScenario> StartWithAsync(string conf, SimulatedCloudOptions? options, params string[] servers) =>
        StartAsync(cloud => Array.ForEach(servers, name => cloud.AddServer("c1", name)), conf, options);

    public static async Task<MasakariScenario> StartAsync(Action<SimulatedCloud> furnish, string conf = Quick, SimulatedCloudOptions? options = null)
    {
        var masakari = await MasakariScenario.StartAsync(cloud =>
        {
            Array.ForEach(["c1", "c2", "c3"], name => cloud.AddHost(name));
            furnish(cloud);
        }, conf, options);
        await masakari.RegisterAsync("auto", "c1", "c2", "c3");
        return masakari;
    }

    public static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(number => $"vm{number:000}")];

    /// <summary>The calls of one kind, such as <c>evacuate</c>, in the order of arrival.</summary>
    public static IReadOnlyList<SimulatedCall> CallsOf(this SimulatedCloud cloud, string kind) => [.. cloud.Calls.Where(call => call.Kind == kind)];

    /// <summary>Asserts: not on c1, unlocked, without a task, and evacuated exactly once.</summary>
    public static void AssertMovedOnce(this SimulatedCloud cloud, params IEnumerable<string> servers)
    {
        foreach (var server in servers.Select(cloud.Server))
        {
            Assert.That(server.Host, Is.Not.EqualTo("c1"), server.Name);
            Assert.That((server.IsLocked, server.TaskState), Is.EqualTo((false, (string?)null)), server.Name);
            Assert.That(cloud.Evacuations(server.Name), Is.EqualTo(1), $"evacuations of {server.Name}");
        }
    }
}
